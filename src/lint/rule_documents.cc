#include "lint/rule_documents.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "catalog/schema_compiler.h"
#include "json/json.h"
#include "lint/rule_reader.h"
#include "snapshot/snapshot.h"
#include "yaml/yaml.h"

namespace stackql::lint {
namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kLargestDocument = 4 << 20;

bool EndsWith(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Paths of the documents, sorted, so that the result does not depend on the disk.
std::vector<fs::path> Documents(const std::string& directory, std::error_code& error) {
  std::vector<fs::path> paths;
  for (fs::recursive_directory_iterator at(directory, error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!EndsWith(name, ".yaml") && !EndsWith(name, ".schema.json")) continue;
    if (at->is_regular_file(error) && at->file_size(error) <= kLargestDocument) {
      paths.push_back(at->path());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

class Compiler {
 public:
  Compiler(Values& values, Problems& problems) : values_(values), problems_(problems) {}

  void Add(const fs::path& path) {
    const TextId file = values_.sources().AddFile(path.generic_string(), ReadAll(path));
    const bool schema = EndsWith(path.filename().string(), ".schema.json");
    // JSON is YAML, and yaml/ gives places and messages for both.
    const yaml::Document document = yaml::Parse(values_, file, problems_);
    if (document.root == kNoValue) return;
    if (schema) {
      if (auto type = catalog::CompileResourceType(values_, document.root, problems_)) {
        services_[type->service].types.push_back(std::move(type));
      }
      return;
    }
    auto rule = ReadRule(values_, document.root, path.stem().string(), problems_);
    if (rule == nullptr) return;
    const bool known = !ids_.insert(rule->id).second;
    if (known) {
      problems_.push_back({.rule = "invalid-rule-document",
                           .where = values_.Where(values_.Find(document.root, "id")),
                           .args = {{"detail", "the id '" + rule->id + "' is taken"}}});
      return;
    }
    rules_.rules.push_back(std::move(rule));
  }

  std::string Finish() {
    std::sort(rules_.rules.begin(), rules_.rules.end(),
              [](const auto& a, const auto& b) { return a->id < b->id; });
    std::vector<snapshot::Section> sections;
    sections.push_back({snapshot::SectionKind::kRules, "", Pack<snapshot::Rules>(rules_)});
    for (auto& entry : services_) {
      entry.second.name = entry.first;
      sections.push_back({snapshot::SectionKind::kService, entry.first,
                          Pack<snapshot::Service>(entry.second)});
    }
    return snapshot::Write(std::move(sections));
  }

 private:
  template <typename Table, typename Object>
  static std::string Pack(const Object& object) {
    flatbuffers::FlatBufferBuilder builder;
    builder.Finish(Table::Pack(builder, &object));
    return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
  }

  Values& values_;
  Problems& problems_;
  snapshot::RulesT rules_;
  std::map<std::string, snapshot::ServiceT> services_;
  std::set<std::string> ids_;
};

}  // namespace

std::string CompileRules(Values& values, const std::string& directory, Problems& problems) {
  std::error_code error;
  const std::vector<fs::path> paths = Documents(directory, error);
  if (error) {
    problems.push_back({.rule = "invalid-rule-document",
                        .args = {{"detail", "cannot read '" + directory + "'"}}});
    return {};
  }
  Compiler compiler(values, problems);
  for (const fs::path& path : paths) compiler.Add(path);
  return compiler.Finish();
}

}  // namespace stackql::lint
