#include "run/read_config.h"

#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "base/path.h"
#include "base/read_file.h"
#include "config/env_file.h"
#include "discovery/discovery.h"
#include "rules/config.h"
#include "text/lines.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kDeepest = 8;  // configurations that extend each other

// A path below one folder, at the same place below another; itself if it is not there.
std::string Moved(const std::string& path, const std::string& from, const std::string& to) {
  const std::string clean = CleanPath(path);
  const std::string real = JoinPath(RealPath(std::string(ParentPath(clean))), LastPart(clean));
  const std::optional<std::string_view> below = Below(from, real);
  return from.empty() || !below ? path : JoinPath(to, *below);
}

// The text of a file as the run has it.
Result<std::string> ReadText(const std::string& path, const RunOptions& options,
                             const std::string& root = {}) {
  if (const auto draft = options.drafts.find(RealPath(path)); draft != options.drafts.end()) {
    if (draft->second) return *draft->second;
    return Failed("Cannot read '" + path + "': no such file or directory.");
  }
  return ReadWholeFile(path, options.max_file_size, {.root = root});
}

// A path without '..' where that is the same file.
std::string WithoutUps(const std::string& path) {
  std::string shorter = std::filesystem::path(path).lexically_normal().generic_string();
  return RealPath(shorter) == RealPath(path) ? shorter : CleanPath(path);
}

class ConfigReader {
 public:
  ConfigReader(const RunOptions& options, Values& values, Problems& problems,
               std::vector<std::string>& errors)
      : options_(options), values_(values), problems_(problems), errors_(errors) {}

  ConfigInForce Read(const std::string& path) {
    auto text = ReadText(path, options_);
    if (!text) {
      errors_.push_back(text.error().message);
      return {};
    }
    const ConfigTree& tree = options_.config_tree;
    const std::string folder = RealPath(std::string(ParentPath(path)));
    root_ = tree.closed ? tree.configs : discovery::RepositoryAround(folder);
    if (root_.empty()) root_ = folder;
    found_.config = ReadOne(path, std::move(*text));
    ReadVariables();
    AddMoreIgnored();
    for (const auto& [name, where] : found_.config.places) found_.origins[name] = OriginOf(where);
    const std::vector<config::Override>& overrides = found_.config.overrides;
    for (size_t i = 0; i < overrides.size(); ++i) {
      const std::string name = "overrides/" + std::to_string(i);
      found_.origins[name] = OriginOf(overrides[i].where);
      for (const auto& [element, where] : overrides[i].places) {
        std::string setting = name;
        setting.append("/").append(element);
        found_.origins[setting] = OriginOf(where);
      }
    }
    return std::move(found_);
  }

 private:
  // "FILE:3:9"
  std::string OriginOf(Loc where) {
    const Loc at = values_.sources().Resolve(where).at;
    const Position begin = lines_.Of(at.text).At(at.span.begin);
    return values_.sources().Path(at.text) + ":" + std::to_string(begin.line) + ":" +
           std::to_string(begin.column);
  }

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  config::Config ReadOne(const std::string& path, std::string text) {
    found_.files.push_back(path);
    seen_.insert(RealPath(path));
    config::Config config =
        config::Read(values_, values_.sources().AddFile(path, std::move(text)), problems_);
    if (config.extends.empty()) return config;
    const auto refuse = [&](std::string reason, std::string help = {}) {
      problems_.push_back({.what = rules::InvalidConfig::Extend{.path = config.extends,
                                                                .reason = std::move(reason)},
                           .where = config.places["extend"],
                           .help = std::move(help)});
      return config;
    };
    if (config.extends.starts_with('/')) return refuse("its path is absolute");
    const std::string base = WithoutUps(JoinPath(ParentPath(path), config.extends));
    if (seen_.count(RealPath(base)) > 0) return refuse("it extends itself");
    if (found_.files.size() >= kDeepest) return refuse("more than 8 extend each other");
    auto extended = ReadText(base, options_, root_);
    if (!extended) return refuse("it cannot be read", extended.error().message);
    Extend(config, ReadOne(base, std::move(*extended)));
    return config;
  }

  // Of what is added it is known where it is.
  void AddMoreIgnored() {
    config::Config& config = found_.config;
    for (const std::string& word : config.extend_ignore) {
      config.ignore.push_back(word);
      config.places.emplace("ignore/" + word, config.places.at("extend-ignore/" + word));
    }
  }

  void ReadVariables() {
    const config::Config& config = found_.config;
    if (config.env_file.empty()) return;
    const std::string folder = config.FolderOf("env-file");
    const Loc where = config.places.at("env-file");
    if (LeadsOut(folder, config.env_file)) {
      problems_.push_back(
          {.what = rules::InvalidConfig::EnvOutside{.path = config.env_file}, .where = where});
      return;
    }
    const auto text = ReadText(JoinPath(folder, config.env_file), options_);
    if (!text) {
      problems_.push_back({.what = rules::InvalidConfig::EnvFile{.path = config.env_file},
                           .where = where,
                           .help = text.error().message});
      return;
    }
    config::EnvFile file = config::ReadEnvFile(*text);
    found_.variables = std::move(file.variables);
    if (file.bad_line == 0) return;
    problems_.push_back(
        {.what = rules::InvalidConfig::EnvLine{.line = file.bad_line, .path = config.env_file},
         .where = where});
  }

  const RunOptions& options_;
  Values& values_;
  FileLines lines_{values_.sources()};
  Problems& problems_;
  std::vector<std::string>& errors_;
  std::string root_ = {};  // of the tree that configurations may be extended in
  std::set<std::string> seen_ = {};
  ConfigInForce found_ = {};
};

}  // namespace

std::string FindConfigFor(const std::string& path, const RunOptions& options) {
  if (options.no_config) return {};
  if (!options.config.empty()) return options.config;
  const ConfigTree& tree = options.config_tree;
  const auto exists = [&](const std::string& file) { return IsFile(options.drafts, file); };
  return config::FindConfig(Moved(path, tree.units, tree.configs), tree.closed ? tree.configs : "/",
                            exists);
}

ConfigInForce ReadConfigFile(const std::string& path, const RunOptions& options, Values& values,
                             Problems& problems, std::vector<std::string>& errors) {
  return ConfigReader(options, values, problems, errors).Read(path);
}

config::Config ConfigHere(const RunOptions& options, std::vector<std::string>& errors) {
  const std::string path = FindConfigFor("./x", options);
  if (path.empty()) return {};
  Sources sources;
  Values values(sources);
  Problems ignored;
  return ReadConfigFile(path, options, values, ignored, errors).config;
}

std::string FolderAmongUnits(const std::string& folder, const ConfigTree& tree) {
  return std::string(ParentPath(Moved(JoinPath(folder, "x"), tree.configs, tree.units)));
}

}  // namespace stackql
