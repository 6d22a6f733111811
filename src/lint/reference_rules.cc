#include "lint/reference_rules.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/number.h"
#include "lint/compare_values.h"
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
    const bool pairs = refers.with_at() != nullptr;
    for (const Found& found : FindAll(values_, resource.create->desired, targeted.path)) {
      for (const Reference& one :
           ReferencesAt(resource, found, *refers.at(), *refers.type_name())) {
        if (!Applies(*targeted.rule, *one.to)) continue;
        if (!pairs) CheckPair(resource, *targeted.rule, found, *one.to);
        if (!pairs) continue;
        for (const Reference& other :
             ReferencesAt(resource, found, *refers.with_at(), *refers.with_type())) {
          CompareOthers(resource, *targeted.rule, found, one, other);
        }
      }
    }
  }

 private:
  // A value that refers to another resource of the stack.
  struct Reference {
    Found at = {};
    const CreatedResource* to = nullptr;
  };

  std::vector<Reference> ReferencesAt(const CreatedResource& resource, const Found& found,
                                      const flatbuffers::String& pointer,
                                      const flatbuffers::String& type) const {
    std::vector<Reference> references;
    for (const Found& at : FindAll(values_, found.member.value, pointer.string_view())) {
      const CreatedResource* other = texts_.Referred(resource, at.member.value, type.string_view());
      if (other != nullptr && other != &resource) references.push_back({at, other});
    }
    return references;
  }

  // Whether the rule is about references to such a resource.
  bool Applies(const snapshot::Rule& rule, const CreatedResource& other) const {
    if (!Given(rule.refers()->when_schema())) return true;
    Evaluator evaluator(values_, *rule.schemas());
    const auto when = static_cast<uint32_t>(rule.refers()->when_schema());
    return evaluator.Decide(when, other.create->desired) == Tri::kYes;
  }

  void CheckPair(const CreatedResource& resource, const snapshot::Rule& rule, const Found& found,
                 const CreatedResource& other) {
    Problems broken;
    CheckRuleAt(values_, *resource.create, rule, found, broken);
    if (rule.refers()->same()) {
      for (const auto* name : *rule.refers()->same()) {
        CompareMember(resource, rule, found, other, name->string_view(), broken);
      }
    }
    for (uint32_t i = 0; rule.refers()->among() && i < rule.refers()->among()->size(); ++i) {
      CompareValues(resource, rule, found, other, *rule.refers()->among()->Get(i), broken);
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

  // Values that are among those of the other resource.
  void CompareValues(const CreatedResource& resource, const snapshot::Rule& rule,
                     const Found& found, const CreatedResource& other, const snapshot::Among& among,
                     Problems& broken) const {
    if (!HoldsWhen(values_, rule, found.member.value)) return;
    for (const Found& foreign :
         NotAmong(values_, among, found.member.value, other.create->desired)) {
      broken.push_back(RuleProblem(
          values_, *resource.create, rule, found,
          {.value = foreign.member.value, .key = foreign.member.key, .path = foreign.path}));
    }
  }

  // Two resources that a third one refers to.
  void CompareOthers(const CreatedResource& resource, const snapshot::Rule& rule,
                     const Found& found, const Reference& one, const Reference& other) {
    if (!HoldsWhen(values_, rule, found.member.value)) return;
    const auto report = [&](Loc first, Loc second) {
      problems_.push_back(RuleProblem(
          values_, *resource.create, rule, found,
          {.value = one.at.member.value, .key = one.at.member.key, .path = one.at.path}));
      problems_.back().related = {{first, "it is this here"}, {second, "and this here"}};
    };
    for (uint32_t i = 0; rule.refers()->same() && i < rule.refers()->same()->size(); ++i) {
      const std::string_view name = rule.refers()->same()->Get(i)->string_view();
      const auto first = SureMember(values_, one.to->create->desired, name);
      const auto second = SureMember(values_, other.to->create->desired, name);
      if (!first || !second || !Differ(*one.to, first->value, *other.to, second->value)) continue;
      report(values_.Where(first->value), values_.Where(second->value));
    }
    const snapshot::MemberLimit* most = rule.refers()->most();
    if (most == nullptr) return;
    const auto limit = NumberOf(*one.to, most->limit()->string_view(), most->limit_unset());
    const auto value = NumberOf(*other.to, most->value()->string_view(), most->value_unset());
    if (limit && value && *value > *limit) report(one.to->create->where, other.to->create->where);
  }

  // A number that a resource certainly has, which is `unset` where it is not given.
  std::optional<int64_t> NumberOf(const CreatedResource& resource, std::string_view name,
                                  int64_t unset) const {
    const ValueId desired = resource.create->desired;
    if (const auto member = SureMember(values_, desired, name)) {
      const auto text = texts_.Of(resource, member->value);
      return text ? ParseNumber<int64_t>(*text) : std::nullopt;
    }
    const Value& object = values_[desired];
    const bool absent =
        !object.open && !object.untrusted && values_.Find(desired, name) == kNoValue;
    return absent ? std::optional(unset) : std::nullopt;
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
