#include "lint/subnet_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "lint/ip_block.h"
#include "lint/lookup.h"
#include "rules/resource.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::array<std::string_view, 2> kBlockNames = {"CidrBlock", "Ipv6CidrBlock"};

// A block of a subnet or of a VPC.
struct Placed {
  const CreatedResource* resource = nullptr;
  ValueId value = kNoValue;
  IpBlock block = {};
  ValueId vpc = kNoValue;
  std::string same_vpc = {};
};

// The blocks that a VPC certainly has, of one version of IP, and whether these are all.
struct BlocksOfVpc {
  std::vector<Placed> known = {};
  bool complete = true;
};

class Subnets {
 public:
  Subnets(const Values& values, std::span<const CreatedResource* const> resources,
          const SharedTexts& texts, Problems& problems)
      : values_(values), resources_(resources), texts_(texts), problems_(problems) {}

  void Check() {
    std::vector<Placed> subnets;
    for (const CreatedResource* resource : resources_) {
      if (!resource->certain || resource->create->type_name != "AWS::EC2::Subnet") continue;
      for (const std::string_view name : kBlockNames) {
        auto placed = BlockOf(*resource, name);
        if (placed) subnets.push_back(std::move(*placed));
      }
    }
    CheckOverlaps(subnets);
    if (subnets.empty()) return;
    for (const CreatedResource* resource : resources_) AddBlocks(*resource);
    for (const Placed& subnet : subnets) CheckInside(subnet);
  }

 private:
  std::optional<Member> PropertyOf(const CreatedResource& resource, std::string_view name) const {
    return SureMember(values_, resource.create->desired, name);
  }

  std::optional<Placed> BlockOf(const CreatedResource& resource, std::string_view name) const {
    const auto value = PropertyOf(resource, name);
    const auto vpc = PropertyOf(resource, "VpcId");
    const auto text = value ? texts_.Of(resource, value->value) : std::nullopt;
    const auto block = text ? ReadIpBlock(*text) : std::nullopt;
    auto same = vpc ? texts_.Of(resource, vpc->value) : std::nullopt;
    if (!block || !same) return std::nullopt;
    return Placed{&resource, value->value, *block, vpc->value, std::move(*same)};
  }

  // --- overlaps ----------------------------------------------------------------------------------

  // Of blocks in CIDR notation that overlap, one contains the other.
  void CheckOverlaps(const std::vector<Placed>& subnets) {
    std::vector<const Placed*> sorted;
    sorted.reserve(subnets.size());
    for (const Placed& subnet : subnets) sorted.push_back(&subnet);
    std::ranges::stable_sort(sorted, [](const Placed* a, const Placed* b) {
      return std::tie(a->same_vpc, a->block.v6, a->block.first, b->block.last) <
             std::tie(b->same_vpc, b->block.v6, b->block.first, a->block.last);
    });
    std::map<const Placed*, const Placed*> overlaps;  // a later one, and the first that it meets
    const Placed* around = nullptr;
    for (const Placed* subnet : sorted) {
      const bool within = around != nullptr && around->same_vpc == subnet->same_vpc &&
                          around->block.Contains(subnet->block);
      if (!within) {
        around = subnet;
        continue;
      }
      const auto [first, second] = std::minmax(around, subnet);  // both are of `subnets`
      if (first->resource->create->resource == second->resource->create->resource) continue;
      overlaps.emplace(second, first);
    }
    for (const auto& [second, first] : overlaps) {
      problems_.push_back(
          {.what = rules::OverlappingSubnets{.block = Show(values_, second->value),
                                             .first = first->resource->create->resource,
                                             .other = Show(values_, first->value)},
           .where = values_.Where(second->value),
           .related = {{values_.Where(first->value), "given here"}}});
    }
  }

  // --- blocks of VPCs ----------------------------------------------------------------------------

  static std::string KeyOf(const CreatedResource* vpc, bool v6) {
    return vpc->create->resource + (v6 ? " v6" : "");
  }

  // What a VPC has from the beginning, and what a VPCCidrBlock adds.
  void AddBlocks(const CreatedResource& resource) {
    if (resource.create->type_name == "AWS::EC2::VPC") {
      AddBlock(resource, &resource, "CidrBlock", false);
    } else if (resource.create->type_name == "AWS::EC2::VPCCidrBlock") {
      const auto vpc = PropertyOf(resource, "VpcId");
      const CreatedResource* of = vpc ? texts_.Exporter(resource, vpc->value) : nullptr;
      if (of == nullptr) {
        any_vpc_ = true;
        return;
      }
      AddBlock(resource, of, "CidrBlock", false);
      AddBlock(resource, of, "Ipv6CidrBlock", true);
    }
  }

  void AddBlock(const CreatedResource& resource, const CreatedResource* vpc, std::string_view name,
                bool v6) {
    BlocksOfVpc& blocks = blocks_[KeyOf(vpc, v6)];
    const auto value = PropertyOf(resource, name);
    const auto text = value ? texts_.Of(resource, value->value) : std::nullopt;
    const auto block = text ? ReadIpBlock(*text) : std::nullopt;
    if (block && resource.certain) {
      blocks.known.push_back({.resource = &resource, .value = value->value, .block = *block});
    } else {
      blocks.complete &= IsOfOtherVersion(resource, v6);
    }
  }

  // Whether a VPCCidrBlock adds addresses of the other version of IP only.
  bool IsOfOtherVersion(const CreatedResource& resource, bool v6) const {
    return resource.create->type_name == "AWS::EC2::VPCCidrBlock" &&
           PropertyOf(resource, kBlockNames[v6 ? 0 : 1]).has_value();
  }

  void CheckInside(const Placed& subnet) {
    const CreatedResource* vpc = texts_.Exporter(*subnet.resource, subnet.vpc);
    if (vpc == nullptr || vpc->create->type_name != "AWS::EC2::VPC" || any_vpc_) return;
    const auto found = blocks_.find(KeyOf(vpc, subnet.block.v6));
    if (found == blocks_.end() || !found->second.complete) return;
    const std::vector<Placed>& known = found->second.known;
    const bool inside = std::ranges::any_of(
        known, [&](const Placed& block) { return block.block.Contains(subnet.block); });
    if (inside || known.empty()) return;
    problems_.push_back(
        {.what = rules::SubnetOutsideVpc{.block = Show(values_, subnet.value),
                                         .vpc = Show(values_, known.front().value)},
         .where = values_.Where(subnet.value),
         .related = {{values_.Where(known.front().value), "the block of the VPC"}}});
  }

  const Values& values_;
  std::span<const CreatedResource* const> resources_;
  const SharedTexts& texts_;
  Problems& problems_;
  std::map<std::string, BlocksOfVpc, std::less<>> blocks_ = {};
  bool any_vpc_ = false;  // some block is added to a VPC that is not known
};

}  // namespace

void CheckSubnets(const Values& values, std::span<const CreatedResource* const> resources,
                  const SharedTexts& texts, Problems& problems) {
  Subnets(values, resources, texts, problems).Check();
}

}  // namespace stackql
