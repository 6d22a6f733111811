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
#include "value/value.h"

namespace stackql {
namespace {

// Reports read-only properties that are set; returns their paths.
std::vector<std::string> CheckReadOnly(const Values& values, const Operation& operation,
                                       Problems& problems) {
  std::vector<std::string> paths;
  if (!operation.type->read_only()) return paths;
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

bool LiesUnder(std::string_view path, std::string_view above) {
  return path.starts_with(above) && (path.size() == above.size() || path[above.size()] == '/');
}

void CheckSchema(const Values& values, const Operation& operation, Problems& problems) {
  const std::vector<std::string> read_only = CheckReadOnly(values, operation, problems);
  const SchemaNodes* nodes = operation.type->schemas();
  if (!nodes || nodes->size() == 0) return;
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

// A declarative rule: what `when` certainly holds for must not certainly break `require`.
void CheckRule(const Values& values, const Operation& operation, const snapshot::Rule& rule,
               Problems& problems) {
  if (!rule.schemas() || rule.require_schema() < 0) return;
  const std::string_view pointer = rule.path() ? rule.path()->string_view() : std::string_view();
  const std::string_view at = rule.at() ? rule.at()->string_view() : std::string_view();
  const auto require = static_cast<uint32_t>(rule.require_schema());
  for (const Found& found : FindAll(values, operation.desired, pointer)) {
    Evaluator evaluator(values, *rule.schemas());
    const ValueId object = found.member.value;
    if (rule.when_schema() >= 0 &&
        evaluator.Decide(static_cast<uint32_t>(rule.when_schema()), object) != Tri::kYes) {
      continue;
    }
    if (evaluator.Decide(require, object) != Tri::kNo) continue;
    std::vector<Failure> failures;
    evaluator.Explain(require, object, failures);
    Failure guilty = failures.front();
    if (guilty.path.empty()) guilty.key = found.member.key;
    guilty.path = found.path + guilty.path;
    Loc where = PointAt(values, operation, guilty);
    const bool member_itself = guilty.keyword != Keyword::kRequired && guilty.key != kNoValue;
    ValueId property = member_itself ? guilty.key : kNoValue;
    ValueId value = guilty.value;
    if (const auto member = at.empty() ? std::nullopt : SureMember(values, object, at)) {
      where = values.Where(member->key);
      property = member->key;
      value = member->value;
    }
    problems.push_back(
        {.what = {.rule = RuleId(rule.id()->string_view()),
                  .id = "default",
                  .args = {{"property",
                            property == kNoValue ? guilty.name : Show(values, property)},
                           {"value", Show(values, value)},
                           {"type", operation.type->type_name()->str()}}},
         .where = where});
  }
}

}  // namespace

void CheckProperties(const Values& values, const Operation& operation, const RuleSet& rules,
                     Problems& problems) {
  const bool writes = operation.call == Call::kCreate || operation.call == Call::kUpdate;
  if (!writes || operation.desired == kNoValue || !operation.type) return;
  CheckSchema(values, operation, problems);
  CheckTags(values, operation, problems);
  CheckChanges(values, operation, problems);
  for (const snapshot::Rule* rule : rules.all()) {
    if (rule->builtin() || !rule->target()) continue;
    if (rule->target()->string_view() != operation.type->type_name()->string_view()) continue;
    CheckRule(values, operation, *rule, problems);
  }
}

}  // namespace stackql
