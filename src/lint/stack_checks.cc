#include "lint/stack_checks.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/number.h"
#include "catalog/catalog.h"
#include "lint/created_resource.h"
#include "lint/lookup.h"
#include "lint/reference_rules.h"
#include "lint/show.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr size_t kMostPairs = 20'000;  // of ranges that are compared

struct Range {  // of IPv4 addresses
  uint32_t first = 0;
  uint32_t last = 0;
};

std::optional<Range> ReadRange(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos || HasHole(text)) return std::nullopt;
  const auto bits = ParseNumber<uint32_t>(text.substr(slash + 1));
  if (!bits || *bits > 32) return std::nullopt;
  uint32_t address = 0;
  std::string_view rest = text.substr(0, slash);
  for (int part = 0; part < 4; ++part) {
    const size_t dot = std::min(rest.find('.'), rest.size());
    const auto number = ParseNumber<uint32_t>(rest.substr(0, dot));
    if (!number || *number > 255 || (part < 3) == (dot == rest.size())) return std::nullopt;
    address = (address << 8U) | *number;
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  const uint32_t mask = *bits == 0 ? 0 : ~uint32_t{0} << (32 - *bits);
  return Range{.first = address & mask, .last = address | ~mask};
}

bool IsType(const CreatedResource& resource, std::string_view type_name) {
  return resource.create->type_name == type_name;
}

std::optional<Member> PropertyOf(const Values& values, const CreatedResource& resource,
                                 std::string_view name) {
  return SureMember(values, resource.create->desired, name);
}

class Together {
 public:
  Together(const Values& values, std::vector<const CreatedResource*> resources,
           const RuleSet& rules, Problems& problems)
      : values_(values), resources_(std::move(resources)), rules_(rules), problems_(problems) {}

  void Check() {
    for (const CreatedResource* resource : resources_) {
      CheckNames(*resource);
      CheckDeadLetters(*resource);
    }
    CheckSubnets();
    CheckReturning();
    CheckReferenceRules(values_, resources_, exports_, rules_, problems_);
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
      const auto text = member ? SameText(values_, resource, member->value) : std::nullopt;
      if (!text || text->empty()) return;
      key += '\n' + std::string(pointer) + '\n' + *text;
      last = member->value;
      property = name;
    }
    const ValueId region = resource.create->region;
    const auto where = region == kNoValue ? std::string() : SameText(values_, resource, region);
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

  // --- subnets -----------------------------------------------------------------------------------

  struct Subnet {
    const CreatedResource* resource = nullptr;
    ValueId block = kNoValue;
    Range range = {};
    std::string vpc = {};
  };

  void CheckSubnets() {
    std::vector<Subnet> subnets;
    for (const CreatedResource* resource : resources_) {
      if (!IsType(*resource, "AWS::EC2::Subnet")) continue;
      const auto block = PropertyOf(values_, *resource, "CidrBlock");
      const auto vpc = PropertyOf(values_, *resource, "VpcId");
      if (!block || !vpc || values_[block->value].kind != Kind::kString) continue;
      const auto range = ReadRange(values_.Text(block->value));
      const auto same = SameText(values_, *resource, vpc->value);
      if (range && same) subnets.push_back({resource, block->value, *range, *same});
    }
    CheckOverlaps(subnets);
    for (const Subnet& subnet : subnets) CheckInside(subnet);
  }

  void CheckOverlaps(const std::vector<Subnet>& subnets) {
    size_t pairs = 0;
    for (size_t i = 1; i < subnets.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (++pairs > kMostPairs) return;
        const Subnet& first = subnets[j];
        const Subnet& second = subnets[i];
        const bool apart =
            first.range.last < second.range.first || second.range.last < first.range.first;
        if (apart || first.vpc != second.vpc) continue;
        if (first.resource->create->resource == second.resource->create->resource) continue;
        problems_.push_back(
            {.what = rules::OverlappingSubnets{.block = Show(values_, second.block),
                                               .first = first.resource->create->resource,
                                               .other = Show(values_, first.block)},
             .where = values_.Where(second.block),
             .related = {{values_.Where(first.block), "given here"}}});
        break;
      }
    }
  }

  // A VPC may have more blocks than its own; of those that the stack adds, one may be the subnet's.
  void CheckInside(const Subnet& subnet) {
    const CreatedResource* vpc = exports_.Find(subnet.vpc);
    if (vpc == nullptr || !IsType(*vpc, "AWS::EC2::VPC")) return;
    if (more_blocks_) return;
    const auto block = PropertyOf(values_, *vpc, "CidrBlock");
    if (!block || values_[block->value].kind != Kind::kString) return;
    const auto range = ReadRange(values_.Text(block->value));
    if (!range) return;
    const bool inside = range->first <= subnet.range.first && subnet.range.last <= range->last;
    if (inside) return;
    problems_.push_back({.what = rules::SubnetOutsideVpc{.block = Show(values_, subnet.block),
                                                         .vpc = Show(values_, block->value)},
                         .where = values_.Where(subnet.block),
                         .related = {{values_.Where(block->value), "the block of the VPC"}}});
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
    const auto same = target ? SameText(values_, queue, target->value) : std::nullopt;
    const CreatedResource* dead = same ? exports_.Find(*same) : nullptr;
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
  std::vector<const CreatedResource*> resources_;
  const ExportIndex exports_{resources_};
  const bool more_blocks_ = std::ranges::any_of(resources_, [](const CreatedResource* resource) {
    return IsType(*resource, "AWS::EC2::VPCCidrBlock");
  });
  const RuleSet& rules_;
  Problems& problems_;
  std::map<std::string, Named> named_;
};

}  // namespace

void CheckTogether(const Values& values, std::span<const CreatedResource> resources,
                   size_t environments, const RuleSet& rules, Problems& problems) {
  if (resources.size() < 2) return;
  for (size_t environment = 0; environment < std::max<size_t>(environments, 1); ++environment) {
    std::vector<const CreatedResource*> there;
    for (const CreatedResource& resource : resources) {
      const bool in = resource.environments.empty() || resource.environments.Has(environment);
      if (in) there.push_back(&resource);
    }
    Problems found;
    Together(values, std::move(there), rules, found).Check();
    for (Problem& problem : found) {
      if (environments > 0) problem.environments.Add(environment);
      problems.push_back(std::move(problem));
    }
  }
}

}  // namespace stackql
