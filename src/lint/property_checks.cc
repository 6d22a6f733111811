#include "lint/property_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lint/change_checks.h"
#include "lint/evaluate.h"
#include "lint/lookup.h"
#include "lint/schema_problems.h"
#include "lint/show.h"
#include "lint/tag_checks.h"
#include "rules/resource.h"
#include "snapshot/schema.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;

// Reports read-only properties that are set; returns their paths.
std::vector<std::string> CheckReadOnly(const Values& values, const Operation& operation,
                                       Problems& problems) {
  std::vector<std::string> paths;
  if (!operation.type->read_only()) return {};
  for (const flatbuffers::String* pointer : *operation.type->read_only()) {
    if (pointer->size() == 0) continue;
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

// What a value lacks that a declarative rule requires of it.
Problem RuleProblem(const Values& values, const Operation& operation, const snapshot::Rule& rule,
                    const Found& found, Failure guilty) {
  if (guilty.path.empty()) guilty.key = found.member.key;
  guilty.path = found.path + guilty.path;
  Loc where = PointAt(values, operation, guilty);
  const bool needed = guilty.keyword == Keyword::kNeeded;
  const bool named = guilty.keyword != Keyword::kRequired && guilty.key != kNoValue;
  ValueId property = needed ? guilty.other : named ? guilty.key : kNoValue;
  ValueId value = guilty.value;
  const std::string_view at = rule.at() ? rule.at()->string_view() : std::string_view();
  if (const auto member = at.empty() ? std::nullopt : SureMember(values, found.member.value, at)) {
    where = values.Where(member->key);
    property = member->key;
    value = member->value;
  }
  const std::string name = property != kNoValue  ? Show(values, property)
                           : guilty.name.empty() ? NameAt(operation, guilty.path)
                                                 : guilty.name;
  Problem problem = {.what = {.rule = RuleId(rule.id()->string_view()),
                              .id = "default",
                              .args = {{"property", name},
                                       {"value", Show(values, value)},
                                       {"type", operation.type->type_name()->str()}}},
                     .where = where};
  if (guilty.keyword == Keyword::kExcluded) {
    problem.related.push_back({values.Where(guilty.other), "given here"});
  }
  return problem;
}

// A declarative rule: what `when` certainly holds for must not certainly break `require`.
void CheckRule(const Values& values, const Operation& operation, const TargetedRule& targeted,
               Problems& problems) {
  const snapshot::Rule& rule = *targeted.rule;
  if (!rule.schemas() || !Given(rule.require_schema())) return;
  const auto require = static_cast<uint32_t>(rule.require_schema());
  for (const Found& found : FindAll(values, operation.desired, targeted.path)) {
    Evaluator evaluator(values, *rule.schemas());
    const ValueId object = found.member.value;
    if (Given(rule.when_schema()) &&
        evaluator.Decide(static_cast<uint32_t>(rule.when_schema()), object) != Tri::kYes) {
      continue;
    }
    if (evaluator.Decide(require, object) != Tri::kNo) continue;
    std::vector<Failure> failures;
    evaluator.Explain(require, object, failures);
    if (rule.at() != nullptr) failures.resize(1);
    for (Failure& failure : failures) {
      problems.push_back(RuleProblem(values, operation, rule, found, std::move(failure)));
    }
  }
}

}  // namespace

void CheckProperties(const Values& values, const Operation& operation, const RuleSet& rules,
                     Problems& problems) {
  const bool writes = operation.call == Call::kCreate || operation.call == Call::kUpdate;
  if (!writes || operation.desired == kNoValue || !operation.type) return;
  CheckSchema(values, operation, problems);
  CheckTags(values, operation, rules, problems);
  CheckChanges(values, operation, problems);
  for (const TargetedRule& rule : rules.About(operation.type->type_name()->string_view())) {
    if (!rule.rule->builtin()) CheckRule(values, operation, rule, problems);
  }
}

}  // namespace stackql
