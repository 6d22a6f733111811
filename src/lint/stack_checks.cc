#include "lint/stack_checks.h"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "lint/created_resource.h"
#include "lint/lookup.h"
#include "lint/order_checks.h"
#include "lint/reference_rules.h"
#include "lint/subnet_checks.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

bool IsType(const CreatedResource& resource, std::string_view type_name) {
  return resource.create->type_name == type_name;
}

std::optional<Member> PropertyOf(const Values& values, const CreatedResource& resource,
                                 std::string_view name) {
  return SureMember(values, resource.create->desired, name);
}

// Whether names of the type are taken in all regions at once.
bool IsUniqueEverywhere(std::string_view type_name) {
  using rules::DuplicateResourceName;
  return type_name.starts_with(DuplicateResourceName::kGlobal) ||
         type_name == DuplicateResourceName::kShared;
}

class Together {
 public:
  Together(const Values& values, std::span<const CreatedResource* const> resources,
           const SharedTexts& texts, const RuleSet& rules, Problems& problems)
      : values_(values), resources_(resources), texts_(texts), rules_(rules), problems_(problems) {}

  void Check() {
    for (const CreatedResource* resource : resources_) {
      CheckNames(*resource);
      CheckDeadLetters(*resource);
    }
    CheckReturning();
    CheckReferenceRules(values_, resources_, texts_, rules_, problems_);
  }

 private:
  // --- names -------------------------------------------------------------------------------------

  // What nothing else of the type may have: the identifier, or a name that its rule lists.
  void CheckNames(const CreatedResource& resource) {
    const snapshot::ResourceType& type = *resource.create->type;
    if (type.primary_identifier() != nullptr) {
      std::vector<std::string_view> pointers;
      for (const auto* pointer : *type.primary_identifier()) {
        pointers.push_back(pointer->string_view());
      }
      CheckName(resource, pointers);
    }
    for (const TargetedRule& targeted : rules_.About(resource.create->type_name)) {
      const bool unique =
          RuleId(targeted.rule->id()->string_view()) == rules::DuplicateResourceName::kRule;
      if (unique) CheckName(resource, {targeted.path});
    }
  }

  void CheckName(const CreatedResource& resource, const std::vector<std::string_view>& pointers) {
    std::string key = resource.create->type_name;
    ValueId last = kNoValue;
    std::string_view property;
    for (const std::string_view pointer : pointers) {
      const std::string_view name = pointer.substr(1);
      if (name.find('/') != std::string_view::npos) return;
      const auto member = PropertyOf(values_, resource, name);
      const auto text = member ? texts_.Of(resource, member->value) : std::nullopt;
      if (!text || text->empty()) return;
      const bool folded =
          HasWord(rules::DuplicateResourceName::kAnyCase, resource.create->type_name) &&
          IsWhole(*text);
      key += '\n' + std::string(pointer) + '\n' + (folded ? Lower(*text) : *text);
      last = member->value;
      property = name;
    }
    const ValueId region =
        IsUniqueEverywhere(resource.create->type_name) ? kNoValue : resource.create->region;
    const auto where = region == kNoValue ? std::string() : texts_.Of(resource, region);
    if (!where) return;
    key += '\n' + *where;
    const auto [known, added] = named_.emplace(std::move(key), Named{&resource, last});
    const CreatedResource& first = *known->second.resource;
    if (added || first.create->resource == resource.create->resource) return;
    problems_.push_back({.what = rules::DuplicateResourceName{.first = first.create->resource,
                                                              .property = std::string(property),
                                                              .type = resource.create->type_name,
                                                              .value = Show(values_, last)},
                         .where = values_.Where(last),
                         .related = {{values_.Where(known->second.value), "given here as well"}}});
  }

  // --- queues ------------------------------------------------------------------------------------

  // Whether a queue is certainly a FIFO queue, or certainly none.
  std::optional<bool> IsFifo(const CreatedResource& queue) const {
    const ValueId desired = queue.create->desired;
    const auto fifo = PropertyOf(values_, queue, "FifoQueue");
    if (!fifo) {
      const bool known = !values_[desired].open && !values_[desired].untrusted;
      return known ? std::optional(false) : std::nullopt;
    }
    const std::string text = Lower(values_.Text(fifo->value));
    if (text == "true") return true;
    return text == "false" ? std::optional(false) : std::nullopt;
  }

  void CheckDeadLetters(const CreatedResource& queue) {
    if (!IsType(queue, "AWS::SQS::Queue")) return;
    const auto policy = PropertyOf(values_, queue, "RedrivePolicy");
    if (!policy) return;
    const auto target = SureMember(values_, policy->value, "deadLetterTargetArn");
    const CreatedResource* dead = target ? texts_.Exporter(queue, target->value) : nullptr;
    if (dead == nullptr || !IsType(*dead, "AWS::SQS::Queue")) return;
    const std::optional<bool> fifo = IsFifo(queue);
    const std::optional<bool> dead_fifo = IsFifo(*dead);
    if (!fifo || !dead_fifo || *fifo == *dead_fifo) return;
    const auto kind = [](bool is_fifo) { return is_fifo ? "a FIFO queue" : "a standard queue"; };
    problems_.push_back({.what = rules::MixedDeadLetterQueue{.kind = kind(*fifo),
                                                             .other = kind(*dead_fifo),
                                                             .resource = dead->create->resource},
                         .where = values_.Where(target->value),
                         .related = {{dead->create->where, "created here"}}});
  }

  // --- RETURNING ---------------------------------------------------------------------------------

  // The first statement of a service makes the table for all answers; of a type without update it
  // has no column for a patch.
  void CheckReturning() {
    std::map<std::string_view, const CreatedResource*> first;
    for (const CreatedResource* resource : resources_) {
      const Operation& create = *resource->create;
      if (!create.returning) continue;
      const auto [before, is_first] =
          first.emplace(create.type->service()->string_view(), resource);
      if (is_first || CanUpdate(*before->second) || !CanUpdate(*resource)) continue;
      const Operation& other = *before->second->create;
      problems_.push_back(
          {.what = rules::ReturningAfterOther{.other = other.type_name, .type = create.type_name},
           .where = create.returning,
           .related = {{other.returning, "first RETURNING of the service"}}});
    }
  }

  static bool CanUpdate(const CreatedResource& resource) {
    return catalog::FindHandler(*resource.create->type, snapshot::Handler::Update) != nullptr;
  }

  struct Named {
    const CreatedResource* resource = nullptr;
    ValueId value = kNoValue;
  };

  const Values& values_;
  std::span<const CreatedResource* const> resources_;
  const SharedTexts& texts_;
  const RuleSet& rules_;
  Problems& problems_;
  std::map<std::string, Named> named_;
};

}  // namespace

void CheckTogether(const Values& values, std::span<const CreatedResource> resources,
                   size_t environments, const RuleSet& rules, Problems& problems) {
  if (resources.size() < 2) return;
  for (size_t environment = 0; environment < std::max<size_t>(environments, 1); ++environment) {
    std::vector<const CreatedResource*> all;
    for (const CreatedResource& resource : resources) {
      const bool in = resource.environments.empty() || resource.environments.Has(environment);
      if (in) all.push_back(&resource);
    }
    std::vector<const CreatedResource*> certain = all;
    std::erase_if(certain, [](const CreatedResource* resource) { return !resource->certain; });
    const SharedTexts texts(values, certain);
    Problems found;
    Together(values, certain, texts, rules, found).Check();
    CheckSubnets(values, all, texts, found);
    CheckOrder(values, certain, texts, found);
    for (Problem& problem : found) {
      if (environments > 0) problem.environments.Add(environment);
      problems.push_back(std::move(problem));
    }
  }
}

}  // namespace stackql
