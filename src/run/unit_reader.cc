#include "run/unit_reader.h"

#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/path.h"
#include "base/pool.h"
#include "base/read_file.h"
#include "catalog/registry.h"
#include "config/config.h"
#include "diag/suggest.h"
#include "discovery/discovery.h"
#include "discovery/exclude.h"
#include "run/bound_unit.h"
#include "run/check_config.h"
#include "run/providers.h"
#include "run/user_rules.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

// A configuration in force for some units: its rules and their levels.
struct Policy {
  config::Config config = {};
  RuleSet rules;
  std::optional<Levels> levels = {};
  std::vector<snapshot::Snapshot> more = {};  // of the rule directories
};

void NoteFailures(const BoundUnit& unit, RunResult& result) {
  std::vector<std::string>& failures = result.report.failures;
  failures.insert(failures.end(), unit.failures.begin(), unit.failures.end());
}

}  // namespace

class UnitReader::Workspace {
 public:
  Workspace(const RunOptions& options, const snapshot::Snapshot& builtin)
      : options_(options), builtin_(builtin), providers_(options.catalog, options.cache) {
    result_.rules = std::make_unique<RuleSet>(builtin);
    result_.rule_bytes = rule_bytes_;
    if (!options.cache.empty()) {
      registry_ = std::make_shared<const catalog::Registry>(options.cache + "/cfn",
                                                            catalog::Cache(options.cache));
    }
    Find();
  }

  size_t size() const { return result_.usage_errors.empty() ? units_.size() : 0; }

  std::unique_ptr<BoundUnit> Read(size_t number, const Drafts& drafts) const {
    UnitContext context = ContextFor(units_[number]);
    context.load.drafts = {&drafts, &options_.drafts};
    std::unique_ptr<BoundUnit> unit = LoadUnit(units_[number].unit, std::move(context));
    unit->context.load.drafts = {};  // they need not live as long
    return unit;
  }

  RunResult& result() { return result_; }

  RunResult Finish() {
    if (result_.usage_errors.empty()) {
      std::vector<std::string> failures = providers_.Failures();
      std::move(failures.begin(), failures.end(), std::back_inserter(result_.report.failures));
    }
    return std::move(result_);
  }

 private:
  struct InForce {
    discovery::Unit unit = {};
    const Policy* policy = nullptr;
    catalog::Catalog catalog;
  };

  // The units to read, with the configuration in force for each.
  void Find() {
    std::vector<std::string> paths = options_.paths;
    if (paths.empty()) paths.emplace_back(".");
    if (std::string error = providers_.Error(); !error.empty()) {
      result_.usage_errors.push_back(std::move(error));
    }
    discovery::Discovered found = Discover(paths);
    result_.report.failures = std::move(found.failures);
    if (found.units.empty() && result_.report.failures.empty() && !options_.allow_empty) {
      result_.report.failures.push_back("No stack or query file found in " + Quoted(paths));
    }
    for (discovery::Unit& unit : found.units) {
      const Policy* policy = PolicyFor(unit);
      const size_t before = PathsOf(unit);
      const bool left = discovery::Exclude(policy->config.exclude, ExcludeFolder(*policy), unit);
      NoteExcluded(*policy, before - (left ? PathsOf(unit) : 0));
      if (!left) continue;
      const bool placed = options_.documents_beside || !options_.catalog.empty();
      auto provider = placed ? providers_.For(unit) : nullptr;
      units_.push_back({std::move(unit), policy,
                        catalog::Catalog(builtin_, policy->more, std::move(provider), registry_)});
    }
  }

  static size_t PathsOf(const discovery::Unit& unit) {
    return unit.query_files.size() + (unit.manifest.empty() ? 0 : 1);
  }

  void NoteExcluded(const Policy& policy, size_t paths) {
    if (paths == 0) return;
    result_.report.summary.silenced[policy.config.path].paths += static_cast<uint32_t>(paths);
  }

  static std::string Quoted(const std::vector<std::string>& paths) {
    std::string text;
    for (const std::string& path : paths) text += (text.empty() ? "'" : ", '") + path + "'";
    return text;
  }

  discovery::Discovered Discover(const std::vector<std::string>& paths) {
    std::vector<std::string> on_disk;
    for (const std::string& path : paths) {
      if (options_.overlay.count(path) == 0) on_disk.push_back(path);
    }
    discovery::Discovered found;
    if (!on_disk.empty()) found = discovery::Discover(on_disk, options_.kept);
    for (const auto& entry : options_.overlay) {
      discovery::Discovered given = discovery::DiscoverOne(entry.first);
      // Found under the name by which the unit reads it.
      for (const discovery::Unit& unit : given.units) {
        const std::string& whole = unit.manifest.empty() ? unit.query_files.front() : unit.manifest;
        overlay_[unit.only.empty() ? whole : unit.only.front()] = entry.second;
      }
      std::move(given.units.begin(), given.units.end(), std::back_inserter(found.units));
    }
    return found;
  }

  // --- configuration -----------------------------------------------------------------------------

  // A path below one folder, at the same place below another; itself if it is not there.
  static std::string Moved(const std::string& path, const std::string& from,
                           const std::string& to) {
    const std::string clean = CleanPath(path);
    const std::string real = JoinPath(RealPath(std::string(ParentPath(clean))), LastPart(clean));
    const std::string begin = JoinPath(from, "x");
    if (from.empty() || real.compare(0, begin.size() - 1, begin, 0, begin.size() - 1) != 0) {
      return path;
    }
    return JoinPath(to, real.substr(begin.size() - 1));
  }

  std::string FindConfig(const std::string& path) const {
    const ConfigTree& tree = options_.config_tree;
    return config::FindConfig(Moved(path, tree.units, tree.configs),
                              tree.closed ? tree.configs : "/");
  }

  // What the patterns of a configuration are relative to.
  std::string ExcludeFolder(const Policy& policy) const {
    const ConfigTree& tree = options_.config_tree;
    return std::string(ParentPath(Moved(CleanPath(policy.config.path), tree.configs, tree.units)));
  }

  const Policy* PolicyFor(const discovery::Unit& unit) {
    std::string path = options_.config;
    if (options_.no_config) path.clear();
    if (path.empty() && !options_.no_config) {
      path = FindConfig(unit.manifest.empty() ? unit.query_files.front() : unit.manifest);
    }
    const auto known = policies_.find(path);
    if (known != policies_.end()) return &known->second;
    Policy& policy = policies_.emplace(path, Policy{.rules = RuleSet(builtin_)}).first->second;
    ReadPolicy(path, policy);
    return &policy;
  }

  void ReadPolicy(const std::string& path, Policy& policy) {
    if (!path.empty()) ReadConfig(path, policy);
    for (const std::string& directory : options_.rule_directories) AddRules(directory, {}, policy);
    const std::string folder(ParentPath(path));
    for (const std::string& directory : policy.config.rule_directories) {
      AddRules(JoinPath(folder, directory), folder.empty() ? "." : folder, policy);
    }
    const LevelSettings settings = SettingsOf(policy.config);
    for (const std::string& name : UnknownNames(policy.rules, settings)) {
      result_.usage_errors.push_back("unknown rule or family '" + name + "'; " +
                                     Advice(name, policy.rules));
    }
    policy.levels.emplace(policy.rules, settings);
    if (!path.empty()) NoteSilenced(policy);
  }

  static std::string Advice(const std::string& name, const RuleSet& rules) {
    std::vector<std::string_view> known;
    for (const snapshot::Rule* rule : rules.all()) {
      known.push_back(rule->id()->string_view());
      known.push_back(rule->name()->string_view());
    }
    const std::string_view meant = Suggest(name, known);
    if (!meant.empty()) return "did you mean '" + std::string(meant) + "'?";
    return "run 'stackql-lint rules' to see them";
  }

  // The settings in force with a configuration; an empty one leaves those of the command line.
  LevelSettings SettingsOf(const config::Config& config) const {
    LevelSettings settings = {.select = options_.select.empty() ? config.select : options_.select,
                              .ignore = config.ignore,
                              .severity = config.severity,
                              .dialect = DialectFor(config)};
    settings.ignore.insert(settings.ignore.end(), options_.ignore.begin(), options_.ignore.end());
    return settings;
  }

  void NoteSilenced(const Policy& policy) {
    const Levels without(policy.rules, SettingsOf({.dialect = policy.config.dialect}));
    Silenced silenced;
    for (const snapshot::Rule* rule : policy.rules.all()) {
      const std::optional<Severity> before = without.Of(*rule);
      const std::optional<Severity> now = policy.levels->Of(*rule);
      if (!before) continue;
      if (!now) {
        ++silenced.rules;
      } else if (*now < *before) {
        ++silenced.lowered;
      }
    }
    if (silenced.rules == 0 && silenced.lowered == 0) return;
    result_.report.summary.silenced[policy.config.path] = silenced;
  }

  void ReadConfig(const std::string& path, Policy& policy) {
    auto bytes = ReadWholeFile(path, options_.max_file_size);
    if (!bytes) {
      result_.usage_errors.push_back(bytes.error().message);
      return;
    }
    Sources sources;
    Values values(sources);
    Problems problems;
    policy.config = config::Read(values, sources.AddFile(path, std::move(*bytes)), problems);
    CheckConfig(policy.rules, SettingsOf(policy.config), policy.config, problems);
    NoteProblems(sources, problems, builtin_, result_);
  }

  void AddRules(const std::string& directory, const std::string& root, Policy& policy) {
    policy.more.push_back(
        AddUserRules(directory, root, builtin_, *rule_bytes_, policy.rules, result_));
  }

  Dialect DialectFor(const config::Config& config) const {
    return options_.dialect.value_or(config.dialect.value_or(Dialect::kRust));
  }

  UnitContext ContextFor(const InForce& found) const {
    const Policy& policy = *found.policy;
    LoadOptions load = {.dialect = DialectFor(policy.config),
                        .environments = options_.environments,
                        .variables = options_.variables,
                        .show_values = options_.show_values,
                        .max_file_size = options_.max_file_size,
                        .overlay = &overlay_};
    if (load.environments.empty()) load.environments = policy.config.environments;
    load.variables.insert(policy.config.variables.begin(), policy.config.variables.end());
    return {.rules = &policy.rules,
            .levels = &*policy.levels,
            .catalog = &found.catalog,
            .actions = options_.actions,
            .load = std::move(load)};
  }

  const RunOptions& options_;
  const snapshot::Snapshot& builtin_;
  RunResult result_;
  std::shared_ptr<std::deque<std::string>> rule_bytes_ =
      std::make_shared<std::deque<std::string>>();
  Providers providers_;
  std::shared_ptr<const catalog::Registry> registry_;
  std::map<std::string, Policy> policies_;
  std::map<std::string, std::string> overlay_;
  std::vector<InForce> units_;
};

UnitReader::UnitReader(const RunOptions& options, const snapshot::Snapshot& builtin)
    : workspace_(std::make_unique<Workspace>(options, builtin)) {}

UnitReader::~UnitReader() = default;

size_t UnitReader::size() const { return workspace_->size(); }

std::unique_ptr<BoundUnit> UnitReader::Read(size_t number) const {
  return workspace_->Read(number, {});
}

std::unique_ptr<BoundUnit> UnitReader::Read(size_t number, const Drafts& drafts) const {
  return workspace_->Read(number, drafts);
}

std::unique_ptr<BoundUnit> UnitReader::Next() {
  if (next_ >= size()) return nullptr;
  std::unique_ptr<BoundUnit> unit = Read(next_++);
  NoteFailures(*unit, workspace_->result());
  return unit;
}

RunResult UnitReader::Finish() { return workspace_->Finish(); }

ReadUnits::ReadUnits() = default;
ReadUnits::ReadUnits(ReadUnits&& other) noexcept = default;
ReadUnits::~ReadUnits() = default;

ReadUnits ReadAll(const RunOptions& options, const snapshot::Snapshot& builtin) {
  ReadUnits all;
  all.reader = std::make_unique<UnitReader>(options, builtin);
  all.units.resize(all.reader->size());
  RunParallel(all.units.size(), Jobs(options),
              [&](size_t i) { all.units[i] = all.reader->Read(i); });
  all.result = all.reader->Finish();
  for (const auto& unit : all.units) NoteFailures(*unit, all.result);
  return all;
}

}  // namespace stackql
