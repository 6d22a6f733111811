#include "lint/reference_rules.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/number.h"
#include "lint/compare_values.h"
#include "lint/declarative.h"
#include "lint/evaluate.h"
#include "lint/ip_block.h"
#include "lint/lookup.h"
#include "snapshot/schema.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Given;

// Of blocks in CIDR notation that overlap, one contains the other.
bool Overlap(const std::optional<IpBlock>& one, const std::optional<IpBlock>& other) {
  return one && other && (one->Contains(*other) || other->Contains(*one));
}

class Referring {
 public:
  Referring(const Values& values, const SharedTexts& texts, Problems& problems)
      : values_(values), texts_(texts), problems_(problems) {}

  void Check(const CreatedResource& resource, const TargetedRule& targeted) {
    const snapshot::Rule& rule = *targeted.rule;
    for (const Found& found : FindAll(values_, resource.create->desired, targeted.path)) {
      const Judged judged = {resource, rule, targeted.unique, found};
      if (rule.refers() == nullptr) {
        CheckUnique(judged);
      } else {
        CheckReferences(judged);
      }
    }
  }

 private:
  // A value of a resource that a rule is about.
  struct Judged {
    const CreatedResource& resource;
    const snapshot::Rule& rule;
    const snapshot::RuleUnique* unique = nullptr;
    const Found& found;
  };

  void CheckReferences(const Judged& judged) {
    const auto& [resource, rule, unique, found] = judged;
    const snapshot::RuleReference& refers = *rule.refers();
    std::vector<Reference> all =
        ReferencesAt(resource, found, *refers.at(), *refers.type_name(), refers.then());
    std::erase_if(all, [&](const Reference& one) { return !Applies(judged.rule, *one.to); });
    if (refers.distinct() || refers.several()) return CompareAll(judged, all);
    for (const Reference& one : all) {
      if (refers.with_at() == nullptr) {
        CheckPair(resource, rule, found, *one.to);
        if (refers.region() != nullptr) CheckRegion(judged, one);
        continue;
      }
      for (const Reference& other : ReferencesAt(resource, found, *refers.with_at(),
                                                 *refers.with_type(), refers.with_then())) {
        CompareOthers(resource, rule, found, one, other);
      }
    }
  }

  // A value that refers to another resource of the stack.
  struct Reference {
    Found at = {};
    const CreatedResource* to = nullptr;
  };

  std::vector<Reference> ReferencesAt(const CreatedResource& resource, const Found& found,
                                      const flatbuffers::String& pointer,
                                      const flatbuffers::String& type,
                                      const snapshot::ReferenceStep* then) const {
    std::vector<Reference> references;
    for (const Found& at : FindAll(values_, found.member.value, pointer.string_view())) {
      const CreatedResource* other = texts_.Referred(resource, at.member.value, type.string_view());
      if (other == nullptr || other == &resource) continue;
      if (then == nullptr) {
        references.push_back({at, other});
      } else {
        AddSteps({at, other}, *then, references);
      }
    }
    return references;
  }

  // What the resource at a reference refers to in turn.
  void AddSteps(const Reference& from, const snapshot::ReferenceStep& then,
                std::vector<Reference>& references) const {
    for (const Found& at : FindAll(values_, from.to->create->desired, then.at()->string_view())) {
      const CreatedResource* other =
          texts_.Referred(*from.to, at.member.value, then.type_name()->string_view());
      if (other != nullptr) references.push_back({from.at, other});
    }
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

  void CheckRegion(const Judged& judged, const Reference& one) {
    const ValueId region = one.to->create->region;
    const auto text = region == kNoValue ? std::nullopt : texts_.Of(*one.to, region);
    const bool other =
        text && IsWhole(*text) && *text != judged.rule.refers()->region()->string_view();
    if (!other || !HoldsWhen(values_, judged.rule, judged.found.member.value)) return;
    Report(judged, one.at, {{values_.Where(region), "created in this region"}});
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
      Report({resource, rule, nullptr, found}, one.at,
             {{first, "it is this here"}, {second, "and this here"}});
    };
    for (uint32_t i = 0; rule.refers()->same() && i < rule.refers()->same()->size(); ++i) {
      const std::string_view name = rule.refers()->same()->Get(i)->string_view();
      const auto first = SureMember(values_, one.to->create->desired, name);
      const auto second = SureMember(values_, other.to->create->desired, name);
      if (!first || !second || !Differ(*one.to, first->value, *other.to, second->value)) continue;
      report(values_.Where(first->value), values_.Where(second->value));
    }
    for (uint32_t i = 0; rule.refers()->apart() && i < rule.refers()->apart()->size(); ++i) {
      const std::string_view name = rule.refers()->apart()->Get(i)->string_view();
      const auto first = MemberOf(*one.to, name);
      const auto second = MemberOf(*other.to, name);
      const bool meet =
          first && second && Overlap(ReadIpBlock(first->text), ReadIpBlock(second->text));
      if (meet) report(values_.Where(first->value), values_.Where(second->value));
    }
    const snapshot::MemberLimit* most = rule.refers()->most();
    if (most == nullptr) return;
    const auto limit = NumberOf(*one.to, most->limit()->string_view(), most->limit_unset());
    const auto value = NumberOf(*other.to, most->value()->string_view(), most->value_unset());
    if (limit && value && *value > *limit) report(one.to->create->where, other.to->create->where);
  }

  // --- what only one has -------------------------------------------------------------------------

  // Who has it, and where.
  struct Claim {
    const CreatedResource* resource = nullptr;
    Loc where = {};
  };
  using Claims = std::map<std::string, Claim>;

  // What resources have alike among which a rule says that something is unique; nullopt if that is
  // not known.
  std::optional<std::string> ScopeOf(const Judged& judged) const {
    const CreatedResource& resource = judged.resource;
    const ValueId region = resource.create->region;
    auto text = region == kNoValue ? std::string() : texts_.Of(resource, region);
    if (!text) return std::nullopt;
    std::string scope = judged.rule.id()->str() + "\n" + resource.create->type_name + "\n" + *text;
    for (uint32_t i = 0; i < CountOf(judged); ++i) {
      const auto part = UniqueAt(judged, i);
      text = part ? texts_.Of(resource, part->member.value) : std::nullopt;
      if (!text || text->empty()) return std::nullopt;
      scope += "\n" + judged.unique->of()->Get(i)->str() + "\n" + *text;
    }
    return scope;
  }

  static uint32_t CountOf(const Judged& judged) {
    return judged.unique->of() != nullptr ? judged.unique->of()->size() : 0;
  }

  // The value at one of the pointers of `unique`.
  std::optional<Found> UniqueAt(const Judged& judged, uint32_t index) const {
    const Member& member = judged.found.member;
    auto at = FindAll(values_, member.value, judged.unique->of()->Get(index)->string_view());
    if (at.size() != 1) return std::nullopt;
    if (at[0].path.empty()) at[0].member.key = member.key;
    return std::move(at[0]);
  }

  void CheckUnique(const Judged& judged) {
    if (!HoldsWhen(values_, judged.rule, judged.found.member.value)) return;
    auto scope = ScopeOf(judged);
    if (!scope) return;
    const uint32_t count = CountOf(judged);
    const auto last = count > 0 ? UniqueAt(judged, count - 1) : std::nullopt;
    const Loc where = last ? values_.Where(last->member.value) : judged.resource.create->where;
    const Claim* first = Take(claims_, std::move(*scope), {&judged.resource, where});
    if (first == nullptr || IsOf(*first, judged.resource)) return;
    Report(judged, last.value_or(Found{.member = {.value = judged.found.member.value}}),
           {{first->where, "given here as well"}});
  }

  // Who has it already; null if nobody has.
  static const Claim* Take(Claims& claims, std::string key, Claim claim) {
    const auto [known, is_new] = claims.emplace(std::move(key), claim);
    return is_new ? nullptr : &known->second;
  }

  static bool IsOf(const Claim& claim, const CreatedResource& resource) {
    return claim.resource->create->resource == resource.create->resource;
  }

  // What those that are referred to must not have alike: in one list or, with `unique`, in all
  // resources among which that holds.
  void CompareAll(const Judged& judged, const std::vector<Reference>& all) {
    if (!HoldsWhen(values_, judged.rule, judged.found.member.value)) return;
    const snapshot::RuleReference& refers = *judged.rule.refers();
    const auto scope = judged.unique != nullptr ? ScopeOf(judged) : std::string();
    if (!scope) return;
    Claims own;
    for (uint32_t i = 0; refers.distinct() && i < refers.distinct()->size(); ++i) {
      const std::string_view name = refers.distinct()->Get(i)->string_view();
      for (const Reference& one : all) CheckDistinct(judged, one, name, *scope, own);
    }
    const bool compares = refers.several() != nullptr && all.size() > 1;
    if (!compares) return;
    const auto count = CountAll(values_, judged.found.member.value, refers.at()->string_view());
    if (count != all.size()) return;
    for (const auto* name : *refers.several()) CheckAlike(judged, all, name->string_view());
  }

  void CheckDistinct(const Judged& judged, const Reference& one, std::string_view name,
                     const std::string& scope, Claims& own) {
    const auto member = MemberOf(*one.to, name);
    if (!member) return;
    const bool alone = judged.unique == nullptr;
    const Loc where = values_.Where(member->value);
    const Claim* first =
        Take(alone ? own : claims_, scope + "\n" + std::string(name) + "\n" + member->text,
             {&judged.resource, where});
    if (first == nullptr || (!alone && IsOf(*first, judged.resource))) return;
    Report(judged, one.at, {{first->where, "it is this here"}, {where, "and this here"}});
  }

  // Reports the second reference if all lead to resources that have the member alike.
  void CheckAlike(const Judged& judged, const std::vector<Reference>& all, std::string_view name) {
    std::vector<Known> members;
    for (const Reference& one : all) {
      auto member = MemberOf(*one.to, name);
      if (!member || (!members.empty() && member->text != members[0].text)) return;
      members.push_back(std::move(*member));
    }
    Report(judged, all[1].at,
           {{values_.Where(members[0].value), "it is this here"},
            {values_.Where(members[1].value), "and this here"}});
  }

  // A value that is the same in another resource if its text is.
  struct Known {
    ValueId value = kNoValue;
    std::string text = {};
  };
  std::optional<Known> MemberOf(const CreatedResource& resource, std::string_view name) const {
    const auto member = SureMember(values_, resource.create->desired, name);
    auto text = member ? texts_.Of(resource, member->value) : std::nullopt;
    if (!text || text->empty()) return std::nullopt;
    return Known{member->value, std::move(*text)};
  }

  void Report(const Judged& judged, const Found& at, std::vector<Related> related) {
    problems_.push_back(
        RuleProblem(values_, *judged.resource.create, judged.rule, judged.found,
                    {.value = at.member.value, .key = at.member.key, .path = at.path}));
    problems_.back().related = std::move(related);
  }

  // --- numbers and texts -------------------------------------------------------------------------

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
  Claims claims_ = {};  // of all resources
};

}  // namespace

void CheckReferenceRules(const Values& values, std::span<const CreatedResource* const> resources,
                         const SharedTexts& texts, const RuleSet& rules, Problems& problems) {
  Referring referring(values, texts, problems);
  for (const CreatedResource* resource : resources) {
    for (const TargetedRule& targeted : rules.About(resource->create->type_name)) {
      if (targeted.IsAboutStack()) referring.Check(*resource, targeted);
    }
  }
}

}  // namespace stackql
