#include "lint/region_checks.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "base/aws_partition.h"
#include "lint/compare_values.h"
#include "lint/lookup.h"
#include "operation/region.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/show.h"
#include "value/value.h"

namespace stackql {
namespace {

constexpr std::string_view kImageHost = ".dkr.ecr.";
constexpr std::string_view kServices = "com.amazonaws.";
// Says that a resource uses a service of another region on purpose.
constexpr std::string_view kServiceRegion = "ServiceRegion";

// What is before the first `end`; nothing if that is not there.
std::string_view Before(std::string_view text, char end) {
  const size_t at = text.find(end);
  return at == std::string_view::npos ? std::string_view() : text.substr(0, at);
}

// The region that is written in an ARN, an image of ECR, the name of an endpoint's service or of an
// Availability Zone, or that a global scope has its home in; empty if there is none.
std::string_view RegionIn(std::string_view text) {
  std::string_view region;
  if (text == "CLOUDFRONT") {
    region = "us-east-1";
  } else if (text.starts_with("arn:")) {
    return RegionOfArn(text);
  } else if (text.starts_with(kServices)) {
    region = Before(text.substr(kServices.size()), '.');
  } else if (const size_t host = text.find(kImageHost); host != std::string_view::npos) {
    region = Before(text.substr(host + kImageHost.size()), '.');
  } else if (!text.empty() && IsLower(text.back())) {
    region = text.substr(0, text.size() - 1);
  }
  return IsRegion(region) ? region : std::string_view();
}

// The partition that is written in an ARN; empty if there is none, or none that exists.
std::string_view PartitionIn(std::string_view text) {
  constexpr std::string_view kArn = "arn:";
  if (!text.starts_with(kArn)) return {};
  const std::string_view name = Before(text.substr(kArn.size()), ':');
  return std::ranges::find(Partitions(), name, &Partition::name) == Partitions().end()
             ? std::string_view()
             : name;
}

// Values that name something of another region, or of another partition.
void CheckNamed(const Values& values, const Operation& operation, std::string_view path,
                Problems& problems) {
  const ValueId here = operation.region;
  for (const Found& found : FindAll(values, operation.desired, path)) {
    const ValueId value = found.member.value;
    if (values[value].kind != Kind::kString) continue;
    const std::string_view region = RegionIn(values.Text(value));
    const std::string_view partition = PartitionIn(values.Text(value));
    const std::string_view own = PartitionOf(values.Text(here)).name;
    const bool foreign = !partition.empty() && partition != own;
    if (!foreign && (region.empty() || region == values.Text(here))) continue;
    problems.push_back(
        {.what = foreign ? Message(rules::OtherRegion::Partition{.expected = own,
                                                                 .found = partition,
                                                                 .region = values.Text(here),
                                                                 .value = Show(values, value)})
                         : rules::OtherRegion{.found = region,
                                              .region = values.Text(here),
                                              .type = operation.type_name,
                                              .value = Show(values, value)},
         .where = values.Where(value),
         .related = {{values.Where(here), "created in this region"}}});
  }
}

// A list of regions that lacks the one where the resource is created.
void CheckHome(const Values& values, const Operation& operation, std::string_view path,
               Problems& problems) {
  const ValueId here = operation.region;
  const std::vector<Found> all = FindAll(values, operation.desired, path);
  if (all.empty() || CountAll(values, operation.desired, path) != all.size()) return;
  for (const Found& found : all) {
    const ValueId value = found.member.value;
    const bool other = values[value].kind == Kind::kString && values.Known(value) &&
                       values.Text(value) != values.Text(here);
    if (!other) return;
  }
  problems.push_back({.what = rules::HomeReplica{.region = values.Text(here)},
                      .where = values.Where(all[0].member.value),
                      .related = {{values.Where(here), "created in this region"}}});
}

}  // namespace

void CheckRegions(const Values& values, const Operation& operation, TargetedRules rules,
                  Problems& problems) {
  const ValueId here = operation.region;
  const bool known = values[here].kind == Kind::kString && values.Known(here);
  if (!known || !IsRegion(values.Text(here))) return;
  const Value& object = values[operation.desired];
  const bool elsewhere = object.open || values.Find(operation.desired, kServiceRegion) != kNoValue;
  for (const TargetedRule& targeted : rules) {
    const RuleId rule(targeted.rule->id()->string_view());
    if (rule == rules::HomeReplica::kRule) CheckHome(values, operation, targeted.path, problems);
    if (rule != rules::OtherRegion::kRule) continue;
    if (elsewhere && targeted.path == "/ServiceName") continue;
    CheckNamed(values, operation, targeted.path, problems);
  }
}

}  // namespace stackql
