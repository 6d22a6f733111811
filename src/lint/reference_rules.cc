#include "lint/reference_rules.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lint/declarative.h"
#include "lint/evaluate.h"
#include "lint/lookup.h"
#include "snapshot/schema.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;

class Referring {
 public:
  Referring(const Values& values, const SharedTexts& texts, Problems& problems)
      : values_(values), texts_(texts), problems_(problems) {}

  void Check(const CreatedResource& resource, const TargetedRule& targeted) {
    const snapshot::RuleReference& refers = *targeted.rule->refers();
    for (const Found& found : FindAll(values_, resource.create->desired, targeted.path)) {
      const auto references = FindAll(values_, found.member.value, refers.at()->string_view());
      for (const Found& reference : references) {
        const CreatedResource* other = texts_.Exporter(resource, reference.member.value);
        if (other == nullptr || other == &resource) continue;
        if (other->create->type_name != refers.type_name()->string_view()) continue;
        CheckPair(resource, targeted, found, *other);
      }
    }
  }

 private:
  void CheckPair(const CreatedResource& resource, const TargetedRule& targeted, const Found& found,
                 const CreatedResource& other) {
    const snapshot::Rule& rule = *targeted.rule;
    if (Given(rule.refers()->when_schema())) {
      Evaluator evaluator(values_, *rule.schemas());
      const auto when = static_cast<uint32_t>(rule.refers()->when_schema());
      if (evaluator.Decide(when, other.create->desired) != Tri::kYes) return;
    }
    Problems broken;
    CheckRuleAt(values_, *resource.create, rule, found, broken);
    if (rule.refers()->same()) {
      for (const auto* name : *rule.refers()->same()) {
        CompareMember(resource, rule, found, other, name->string_view(), broken);
      }
    }
    for (Problem& problem : broken) {
      problem.related.push_back({other.create->where, "refers to what is created here"});
      problems_.push_back(std::move(problem));
    }
  }

  void CompareMember(const CreatedResource& resource, const snapshot::Rule& rule,
                     const Found& found, const CreatedResource& other, std::string_view name,
                     Problems& broken) const {
    const auto mine = SureMember(values_, found.member.value, name);
    const auto theirs = SureMember(values_, other.create->desired, name);
    if (!mine || !theirs || !Differ(resource, mine->value, other, theirs->value)) return;
    if (!HoldsWhen(values_, rule, found.member.value)) return;
    broken.push_back(
        RuleProblem(values_, *resource.create, rule, found,
                    {.value = mine->value, .key = mine->key, .path = "/" + std::string(name)}));
    broken.back().related.push_back({values_.Where(theirs->value), "it is this there"});
  }

  // Two values that are known, or that two resources of one type export.
  bool Differ(const CreatedResource& mine, ValueId one, const CreatedResource& theirs,
              ValueId other) const {
    const auto first = texts_.Of(mine, one);
    const auto second = texts_.Of(theirs, other);
    if (!first || !second || *first == *second) return false;
    if (IsWhole(*first) && IsWhole(*second)) return true;
    const CreatedResource* from = texts_.Exporter(mine, one);
    const CreatedResource* to = texts_.Exporter(theirs, other);
    return from != nullptr && to != nullptr && from->create->resource != to->create->resource &&
           from->create->type_name == to->create->type_name;
  }

  const Values& values_;
  const SharedTexts& texts_;
  Problems& problems_;
};

}  // namespace

void CheckReferenceRules(const Values& values, std::span<const CreatedResource* const> resources,
                         const SharedTexts& texts, const RuleSet& rules, Problems& problems) {
  Referring referring(values, texts, problems);
  for (const CreatedResource* resource : resources) {
    for (const TargetedRule& targeted : rules.About(resource->create->type_name)) {
      if (targeted.rule->refers() != nullptr) referring.Check(*resource, targeted);
    }
  }
}

}  // namespace stackql
