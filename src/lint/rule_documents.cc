#include "lint/rule_documents.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/path.h"
#include "base/read_file.h"
#include "base/utf8.h"
#include "catalog/resource_facts.h"
#include "catalog/schema_compiler.h"
#include "diag/suggest.h"
#include "json/duplicate_keys.h"
#include "json/json.h"
#include "lint/rule_reader.h"
#include "lint/rule_target.h"
#include "rules/config.h"
#include "snapshot/pack.h"
#include "snapshot/snapshot.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql::lint {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kLargestDocument = 4 << 20;

bool IsDocument(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".yaml") || name.ends_with(".schema.json");
}

// Paths of the documents, sorted, so that the result does not depend on the disk.
std::set<fs::path> Documents(const RuleFolder& folder, std::error_code& error) {
  std::set<fs::path> paths;
  for (fs::recursive_directory_iterator at(folder.path, error), end; !error && at != end;
       at.increment(error)) {
    std::error_code ignored;
    if (IsDocument(at->path()) && !at->is_directory(ignored)) paths.insert(at->path());
  }
  if (folder.drafts == nullptr) return paths;
  for (const std::string& file : FilesBelow(*folder.drafts, RealPath(folder.path))) {
    error.clear();
    if (IsDocument(file)) paths.insert(fs::path(folder.path) / file);
  }
  return paths;
}

// The text of a document; nothing, if it is not there.
Result<std::optional<std::string>> ReadDocument(const fs::path& path, const RuleFolder& folder) {
  if (folder.drafts != nullptr) {
    const auto draft = folder.drafts->find(RealPath(path.string()));
    if (draft != folder.drafts->end()) return draft->second;
  }
  return ReadWholeFile(path.string(), kLargestDocument, {.root = folder.root});
}

class Compiler {
 public:
  Compiler(Values& values, Problems& problems, const catalog::Catalog& known, Author author)
      : values_(values), problems_(problems), known_(known), author_(author) {}

  void Add(const fs::path& path, const RuleFolder& folder) {
    auto text = ReadDocument(path, folder);
    if (!text) return Report({}, text.error().message);
    if (!*text) return;
    const TextId file = values_.sources().AddFile(path.generic_string(), std::move(**text));
    const std::string name = path.filename().string();
    if (name.ends_with(".schema.json")) return AddType(file);
    const yaml::Document document =
        yaml::Parse(values_, file, problems_, {.allow_byte_order_mark = true});
    if (document.root == kNoValue) return;
    auto rule = ReadRule(values_, document.root, path.stem().string(), problems_);
    if (rule != nullptr) rules_.push_back({std::move(rule), document.root});
  }

  std::string Finish() {
    snapshot::RulesT rules;
    std::set<std::string> taken;
    for (Read& read : rules_) {
      if (CheckWhole(read, taken)) rules.rules.push_back(std::move(read.rule));
    }
    SortRules(rules);
    std::vector<snapshot::Section> sections;
    sections.push_back({snapshot::SectionKind::kRules, "", snapshot::Pack<snapshot::Rules>(rules)});
    for (auto& entry : services_) {
      entry.second.name = entry.first;
      catalog::SortByName(entry.second);
      sections.push_back({snapshot::SectionKind::kService, entry.first,
                          snapshot::Pack<snapshot::Service>(entry.second)});
    }
    return snapshot::Write(std::move(sections));
  }

 private:
  struct Read {
    std::unique_ptr<snapshot::RuleT> rule;
    ValueId document = kNoValue;
  };

  void Report(Loc where, std::string detail, std::string help = {}) {
    problems_.push_back({.what = rules::InvalidRuleDocument{.detail = std::move(detail)},
                         .where = where,
                         .help = std::move(help)});
  }

  // The JSON text of a file; kNoValue if it is none, which is reported.
  ValueId ReadJson(TextId file) {
    const std::string_view text = values_.sources().Bytes(file);
    const auto size = static_cast<uint32_t>(text.size());
    const auto fail = [&](Loc where, std::string detail) {
      problems_.push_back(
          {.what = rules::InvalidSchema{.detail = std::move(detail)}, .where = where});
    };
    if (const auto valid = static_cast<uint32_t>(ValidUpTo(text)); valid < size) {
      fail({file, {valid, valid + 1}}, "the file is not UTF-8");
      return kNoValue;
    }
    const uint32_t begin = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const json::Parsed parsed = json::Parse(values_, {file, {begin, size}});
    if (parsed.value == kNoValue) {
      fail(parsed.error, "expected " + parsed.expected);
      return kNoValue;
    }
    Problems repeated;
    json::CheckDuplicateKeys(values_, parsed.value, repeated);
    for (const Problem& problem : repeated) {
      const std::string key(values_.sources().Bytes(problem.where));
      fail(problem.where, "the key '" + key + "' is given twice");
    }
    return parsed.value;
  }

  void AddType(TextId file) {
    const ValueId document = ReadJson(file);
    if (document == kNoValue) return;
    const size_t before = problems_.size();
    auto [type, tables] = catalog::CompileResourceType(values_, document, problems_);
    if (type == nullptr || problems_.size() > before) return;
    if (!types_.insert(type->type_name).second) {
      problems_.push_back({.what = rules::InvalidSchema{.detail = "the type '" + type->type_name +
                                                                  "' is already described"},
                           .where = values_.Where(values_.Find(document, "typeName"))});
      return;
    }
    snapshot::ServiceT& service = services_[type->service];
    service.types.push_back(std::move(type));
    std::ranges::move(tables, std::back_inserter(service.tables));
  }

  // What takes all documents to see.
  bool CheckWhole(const Read& read, std::set<std::string>& taken) {
    const auto where = [&](std::string_view key) {
      return values_.Where(values_.Find(read.document, key));
    };
    const snapshot::RuleT& rule = *read.rule;
    const size_t before = problems_.size();
    if (!taken.insert(rule.id).second)
      Report(where("id"), "the id '" + rule.id + "' is already used");
    if (!taken.insert(rule.name).second) {
      Report(where("name"), "the name '" + rule.name + "' is already used");
    }
    if (rule.builtin && author_ == Author::kUser) {
      Report(where("check"), "'builtin' is only for the program's own rules; use 'require'");
    }
    CheckTargets(read);
    CheckReference(read);
    return problems_.size() == before;
  }

  void CheckTargets(const Read& read) {
    const ValueId list = values_.Find(read.document, "targets");
    const size_t before = problems_.size();
    size_t index = 0;
    for (const auto& target : read.rule->targets) {
      const ValueId written = list == kNoValue ? read.document : values_.Elements(list)[index++];
      const std::string_view type = list == kNoValue ? "target" : "type";
      const auto where = [&](ValueId in, std::string_view key) {
        return values_.Where(values_.Find(in, key));
      };
      CheckTarget(*target, read.rule->at,
                  {.type = where(written, type),
                   .path = where(written, "path"),
                   .at = where(read.document, "at")});
      if (target->unique == nullptr || problems_.size() > before) continue;
      for (const std::string& pointer : target->unique->of) {
        snapshot::RuleTargetT below;
        below.type_name = target->type_name;
        below.path = target->path + pointer;
        CheckTarget(below, {}, {.type = {}, .path = where(written, "unique"), .at = {}});
      }
    }
  }

  // The type that a rule's references lead to must exist, and have the members that are compared.
  void CheckReference(const Read& read) {
    const snapshot::RuleReferenceT* refers = read.rule->refers.get();
    if (refers == nullptr) return;
    const ValueId written = values_.Find(read.document, "refers");
    const auto where = [&](std::string_view key) {
      return values_.Where(values_.Find(written, key));
    };
    snapshot::RuleTargetT target;
    target.type_name = refers->type_name;
    const size_t before = problems_.size();
    CheckTarget(target, {}, {.type = where("type"), .path = {}, .at = {}});
    if (refers->then != nullptr) {
      target.path = refers->then->at;
      CheckTarget(target, {}, {.type = {}, .path = where("then"), .at = {}});
      target.type_name = refers->then->type_name;
      target.path.clear();
      CheckTarget(target, {}, {.type = where("then"), .path = {}, .at = {}});
    }
    if (problems_.size() > before) return;
    const auto check_names = [&](const std::vector<std::string>& names, std::string_view key) {
      for (const std::string& name : names) {
        CheckTarget(target, name, {.type = {}, .path = {}, .at = where(key)});
      }
    };
    check_names(refers->same, "same");
    check_names(refers->distinct, "distinct");
    check_names(refers->several, "several");
    check_names(refers->apart, "apart");
    for (const auto& from : read.rule->targets) {
      snapshot::RuleTargetT reference;
      reference.type_name = from->type_name;
      reference.path = from->path + refers->at;
      CheckTarget(reference, {}, {.type = {}, .path = where("at"), .at = {}});
    }
  }

  void CheckTarget(const snapshot::RuleTargetT& target, std::string_view at,
                   const TargetPlaces& places) {
    std::vector<std::string_view> names;
    for (const auto& entry : services_) {
      for (const auto& type : entry.second.types) {
        if (type->type_name == target.type_name) {
          return CheckPath(target, at, *type, places, problems_);
        }
        names.emplace_back(type->type_name);
      }
    }
    if (const auto* type = known_.FindType(target.type_name)) {
      const std::unique_ptr<snapshot::ResourceTypeT> unpacked(type->UnPack());
      return CheckPath(target, at, *unpacked, places, problems_);
    }
    for (const auto* type : known_.Types()) names.push_back(type->type_name()->string_view());
    const std::string_view meant = Suggest(target.type_name, names);
    Report(places.type, "unknown resource type '" + target.type_name + "'", DidYouMean(meant));
  }

  Values& values_;
  Problems& problems_;
  const catalog::Catalog& known_;
  Author author_;
  std::vector<Read> rules_;
  std::map<std::string, snapshot::ServiceT> services_;
  std::set<std::string> types_;
};

}  // namespace

void SortRules(snapshot::RulesT& rules) {
  std::ranges::sort(rules.rules, {}, [](const auto& rule) { return rule->id; });
  rules.by_name.resize(rules.rules.size());
  std::iota(rules.by_name.begin(), rules.by_name.end(), uint16_t{0});
  std::ranges::sort(rules.by_name, {},
                    [&](uint16_t index) { return std::string_view(rules.rules[index]->name); });
  for (size_t rule = 0; rule < rules.rules.size(); ++rule) {
    for (size_t target = 0; target < rules.rules[rule]->targets.size(); ++target) {
      rules.by_type.emplace_back(static_cast<uint16_t>(rule), static_cast<uint16_t>(target));
    }
  }
  std::ranges::stable_sort(rules.by_type, {}, [&](const snapshot::TargetIndex& index) {
    return std::string_view(rules.rules[index.rule()]->targets[index.target()]->type_name);
  });
}

std::string CompileRules(Values& values, const RuleFolder& folder, Problems& problems,
                         const catalog::Catalog& known, Author author) {
  std::error_code error;
  const std::set<fs::path> paths = Documents(folder, error);
  if (error) {
    problems.push_back(
        {.what = rules::InvalidRuleDocument{.detail = "cannot read '" + folder.path + "'"}});
    return {};
  }
  Compiler compiler(values, problems, known, author);
  for (const fs::path& path : paths) compiler.Add(path, folder);
  return compiler.Finish();
}

}  // namespace stackql::lint
