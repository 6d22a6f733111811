#include "base/aws_partition.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"

namespace stackql {
namespace {

// botocore's partitions.json.
constexpr std::array<Partition, 8> kPartitions = {{
    {"aws", "amazonaws.com", "api.aws", "us-east-1", ""},
    {"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1", "cn-"},
    {"aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1", "us-gov-"},
    {"aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1", "us-iso-"},
    {"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1", "us-isob-"},
    {"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1", "eu-isoe-"},
    {"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1", "us-isof-"},
    {"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1", "eusc-"},
}};

}  // namespace

std::span<const Partition> Partitions() { return kPartitions; }

const Partition& PartitionOf(std::string_view region) {
  const auto* const found = std::find_if(
      kPartitions.begin() + 1, kPartitions.end(),
      [&](const Partition& partition) { return region.starts_with(partition.prefix); });
  return found != kPartitions.end() ? *found : kPartitions.front();
}

bool IsRegion(std::string_view text) {
  constexpr size_t kLongest = 32;
  if (text.size() > kLongest) return false;
  const std::vector<std::string_view> parts = Split(text, '-');
  const std::span<const std::string_view> words = std::span(parts).first(parts.size() - 1);
  const auto is_word = [](std::string_view part) { return !part.empty() && All(part, IsLower); };
  return words.size() >= 2 && words.front().size() >= 2 && std::ranges::all_of(words, is_word) &&
         !parts.back().empty() && All(parts.back(), IsDigit);
}

}  // namespace stackql
