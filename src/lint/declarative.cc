#include "lint/declarative.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "diag/suggest.h"
#include "lint/evaluate.h"
#include "lint/schema_problems.h"
#include "snapshot/schema.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {

using snapshot::Given;

namespace {

constexpr size_t kMostShown = 6;
constexpr size_t kMostNearest = 4;  // of more

std::vector<std::string_view> AllowedBy(const Failure& failure) {
  std::vector<std::string_view> allowed;
  if (failure.keyword != Keyword::kEnum) return allowed;
  for (const snapshot::Literal* literal : *failure.schema->enumeration()) {
    allowed.push_back(literal->text()->string_view());
  }
  return allowed;
}

// What a value must be in place of what is given: "'a', 'b' or 'c'", "5 to 300".
std::string Expected(const Failure& failure, std::string_view given) {
  if (failure.schema == nullptr) return "another value";
  if (failure.keyword == Keyword::kEnum) {
    std::vector<std::string_view> allowed = AllowedBy(failure);
    if (allowed.empty()) return "another value";
    const size_t count = allowed.size();
    if (count > kMostShown) allowed = Nearest(given, allowed, kMostNearest);
    std::vector<std::string> words;
    words.reserve(allowed.size());
    for (const std::string_view each : allowed) words.push_back("'" + std::string(each) + "'");
    if (count > kMostShown) {
      return "one of " + std::to_string(count) + " values, such as " + Join(words, ", ");
    }
    const std::string last = std::move(words.back());
    words.pop_back();
    return words.empty() ? last : Join(words, ", ") + " or " + last;
  }
  const auto* least = failure.schema->minimum();
  const auto* most = failure.schema->maximum();
  if (least != nullptr && most != nullptr) return least->str() + " to " + most->str();
  if (least != nullptr) return least->str() + " or more";
  if (most != nullptr) return most->str() + " or less";
  return "another value";
}

bool Says(const snapshot::Rule& rule, std::string_view placeholder) {
  return rule.messages() != nullptr && rule.messages()->size() > 0 &&
         rule.messages()->Get(0)->text()->string_view().find(placeholder) != std::string_view::npos;
}

}  // namespace

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
  const bool text = guilty.keyword == Keyword::kEnum &&
                    values[guilty.value].kind == Kind::kString && values.Known(guilty.value);
  const std::string_view given = text ? values.Text(guilty.value) : std::string_view();
  if (Says(rule, "{expected}")) problem.what.args.emplace_back("expected", Expected(guilty, given));
  if (text) problem.help = DidYouMean(Suggest(given, AllowedBy(guilty)));
  const bool limited = guilty.keyword == Keyword::kLimit;
  if (limited || guilty.keyword == Keyword::kExcluded || guilty.keyword == Keyword::kDistinct) {
    problem.related.push_back({values.Where(guilty.other), "given here"});
  }
  if (limited) {
    problem.help = "It is limited by '" + guilty.name.substr(guilty.name.rfind('/') + 1) +
                   "', which is '" + Show(values, guilty.other) + "'.";
  }
  return problem;
}

bool HoldsWhen(const Values& values, const snapshot::Rule& rule, ValueId value) {
  if (!Given(rule.when_schema())) return true;
  Evaluator evaluator(values, *rule.schemas());
  return evaluator.Decide(static_cast<uint32_t>(rule.when_schema()), value) == Tri::kYes;
}

void CheckRuleAt(const Values& values, const Operation& operation, const snapshot::Rule& rule,
                 const Found& found, Problems& problems) {
  if (!rule.schemas() || !Given(rule.require_schema())) return;
  const auto require = static_cast<uint32_t>(rule.require_schema());
  const ValueId object = found.member.value;
  if (!HoldsWhen(values, rule, object)) return;
  Evaluator evaluator(values, *rule.schemas());
  if (evaluator.Decide(require, object) != Tri::kNo) return;
  std::vector<Failure> failures;
  evaluator.Explain(require, object, failures);
  if (rule.at() != nullptr) failures.resize(1);
  for (Failure& failure : failures) {
    problems.push_back(RuleProblem(values, operation, rule, found, std::move(failure)));
  }
}

}  // namespace stackql
