#include "lint/property_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lint/change_checks.h"
#include "lint/declarative.h"
#include "lint/evaluate.h"
#include "lint/json_text_checks.h"
#include "lint/lookup.h"
#include "lint/notification_checks.h"
#include "lint/password_checks.h"
#include "lint/region_checks.h"
#include "lint/rule_times.h"
#include "lint/schema_problems.h"
#include "lint/security_group_checks.h"
#include "lint/state_machine_checks.h"
#include "lint/tag_checks.h"
#include "lint/window_checks.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

// Some schemas list what can be chosen at the creation as read-only, too.
bool IsCreateOnly(const snapshot::ResourceType& type, std::string_view pointer) {
  const auto* all = type.create_only();
  return all != nullptr && std::any_of(all->begin(), all->end(), [&](const auto* each) {
           return each->string_view() == pointer;
         });
}

// Reports read-only properties that are set; returns their paths.
std::vector<std::string> CheckReadOnly(const Values& values, const Operation& operation,
                                       Problems& problems) {
  std::vector<std::string> paths;
  if (!operation.type->read_only()) return {};
  for (const flatbuffers::String* pointer : *operation.type->read_only()) {
    if (pointer->size() == 0) continue;
    if (IsCreateOnly(*operation.type, pointer->string_view())) continue;
    for (Found& found : FindAll(values, operation.desired, pointer->string_view())) {
      const ValueId key = found.member.key;
      problems.push_back(
          {.what =
               rules::ReadOnlyProperty{.name = key == kNoValue ? found.path : Show(values, key)},
           .where = key == kNoValue ? values.Where(found.member.value) : values.Where(key),
           .help = "Remove it."});
      paths.push_back(std::move(found.path));
    }
  }
  return paths;
}

void CheckSchema(const Values& values, const Operation& operation, Problems& problems) {
  const std::vector<std::string> read_only = CheckReadOnly(values, operation, problems);
  const SchemaNodes* nodes = operation.type->schemas();
  if (!nodes) return;
  Evaluator evaluator(values, *nodes);
  if (evaluator.Decide(0, operation.desired) != Tri::kNo) return;
  std::vector<Failure> failures;
  evaluator.Explain(0, operation.desired, failures);
  std::erase_if(failures, [&](const Failure& failure) {
    return std::any_of(read_only.begin(), read_only.end(),
                       [&](const std::string& path) { return LiesUnder(failure.path, path); });
  });
  // Schemas repeat demands in several branches; one of a kind at a place is enough.
  std::set<std::pair<Message, Loc>> seen;
  for (Problem& problem : ToProblems(values, operation, failures)) {
    if (seen.emplace(problem.what, problem.where).second) problems.push_back(std::move(problem));
  }
}

void CheckService(const Operation& operation, TargetedRules rules, Problems& problems) {
  const bool ended = std::ranges::any_of(rules, [](const TargetedRule& targeted) {
    return RuleId(targeted.rule->id()->string_view()) == rules::EndedService::kRule;
  });
  if (!ended) return;
  problems.push_back(
      {.what = rules::EndedService{.type = operation.type_name}, .where = operation.where});
}

// A declarative rule, wherever its path leads.
void CheckRule(const Values& values, const Operation& operation, const TargetedRule& targeted,
               Problems& problems) {
  for (const Found& found : FindAll(values, operation.desired, targeted.path)) {
    CheckRuleAt(values, operation, *targeted.rule, found, problems);
  }
}

}  // namespace

void CheckProperties(const Values& values, const Operation& operation, const RuleSet& rules,
                     Problems& problems) {
  const bool writes = operation.call == Call::kCreate || operation.call == Call::kUpdate;
  if (!writes || operation.desired == kNoValue || !operation.type) return;
  const std::vector<TargetedRule> about = rules.About(operation.type->type_name()->string_view());
  RuleTimes* times = TimesOfThread();
  {
    const RuleTimer timer(times, "schemas");
    CheckSchema(values, operation, problems);
  }
  {
    const RuleTimer timer(times, "properties");
    CheckService(operation, about, problems);
    CheckTags(values, operation, about, problems);
    CheckChanges(values, operation, problems);
    CheckRegions(values, operation, about, problems);
    CheckJsonTexts(values, operation, about, problems);
    CheckStateMachine(values, operation, problems);
    CheckWindows(values, operation, about, problems);
    CheckPasswords(values, operation, about, problems);
    CheckNotifications(values, operation, problems);
    CheckSecurityRules(values, operation, problems);
  }
  for (const TargetedRule& rule : about) {
    if (rule.rule->builtin() || rule.IsAboutStack()) continue;
    const RuleTimer timer(times, rule.rule->id()->string_view());
    CheckRule(values, operation, rule, problems);
  }
}

}  // namespace stackql
