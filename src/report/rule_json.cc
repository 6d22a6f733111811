#include "report/rule_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/version.h"
#include "lint/finding.h"
#include "report/json_text.h"
#include "report/link.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {
namespace {

using nlohmann::ordered_json;

// In the order of snapshot::Subject, Fixable and Dialect.
constexpr std::array kSubjects = {"file",      "manifest", "template", "statement",
                                  "operation", "property", "policy",   "live"};
constexpr std::array kFixes = {"no", "safe", "unsafe", "shown"};
constexpr std::array kVersions = {"any", "2.x", "1.x"};

ordered_json Json(const snapshot::Rule& rule, const RuleSet& builtin) {
  ordered_json out = {{"id", rule.id()->str()},
                      {"name", rule.name()->str()},
                      {"family", FamilyOf(rule)},
                      {"severity", Name(static_cast<Severity>(rule.severity()))},
                      {"subject", kSubjects.at(static_cast<size_t>(rule.subject()))},
                      {"fix", kFixes.at(static_cast<size_t>(rule.fix()))},
                      {"deployVersion", kVersions.at(static_cast<size_t>(rule.dialect()))},
                      {"summary", rule.summary()->str()},
                      {"why", rule.why()->str()},
                      {"messages", ordered_json::object()}};
  if (rule.messages() != nullptr) {
    for (const snapshot::Message* message : *rule.messages()) {
      out["messages"][message->id()->str()] = message->text()->str();
    }
  }
  const std::string_view id = rule.id()->string_view();
  if (builtin.Find(id) != nullptr) out["page"] = RuleLink(id);
  return out;
}

ordered_json ExamplesJson(const snapshot::Rule& rule) {
  ordered_json list = ordered_json::array();
  if (rule.examples() == nullptr) return list;
  for (const snapshot::Example* example : *rule.examples()) {
    ordered_json item = {{"bad", example->bad()}};
    if (example->title() != nullptr) item["title"] = example->title()->str();
    item["files"] = ordered_json::object();
    for (const snapshot::ExampleFile* file : *example->files()) {
      item["files"][file->path()->str()] = file->text()->str();
    }
    list.push_back(std::move(item));
  }
  return list;
}

ordered_json Document(const char* member, ordered_json content) {
  return {{"version", 1},
          {"tool", {{"name", "stackql-lint"}, {"version", ProgramVersion()}}},
          {member, std::move(content)}};
}

}  // namespace

std::string RulesJson(std::span<const snapshot::Rule* const> rules, const RuleSet& builtin) {
  ordered_json list = ordered_json::array();
  for (const snapshot::Rule* rule : rules) list.push_back(Json(*rule, builtin));
  return JsonText(Document("rules", std::move(list)));
}

std::string RuleJson(const snapshot::Rule& rule, const RuleSet& builtin) {
  ordered_json out = Json(rule, builtin);
  out["examples"] = ExamplesJson(rule);
  return JsonText(Document("rule", std::move(out)));
}

}  // namespace stackql::report
