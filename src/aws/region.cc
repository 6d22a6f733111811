#include "aws/region.h"

#include <array>

#include "base/ascii.h"

namespace stackql::aws {
namespace {

constexpr size_t kLongestRegion = 32;

// botocore's partitions.json.
constexpr std::array<Partition, 8> kPartitions = {{
    {"aws", "amazonaws.com", "api.aws", "us-east-1"},
    {"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-northwest-1"},
    {"aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1"},
    {"aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"},
    {"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"},
    {"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"},
    {"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"},
    {"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"},
}};

struct Prefix {
  std::string_view text = {};
  size_t partition = 0;
};

// What begins the names of regions outside of "aws".
constexpr std::array<Prefix, 7> kPrefixes = {{{"cn-", 1},
                                              {"us-gov-", 2},
                                              {"us-iso-", 3},
                                              {"us-isob-", 4},
                                              {"eu-isoe-", 5},
                                              {"us-isof-", 6},
                                              {"eusc-de-", 7}}};

}  // namespace

std::span<const Partition> Partitions() { return kPartitions; }

bool IsRegionName(std::string_view region) {
  return !region.empty() && region.size() <= kLongestRegion && region.front() != '-' &&
         region.back() != '-' &&
         All(region, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
}

const Partition& PartitionOf(std::string_view region) {
  for (const Prefix& prefix : kPrefixes) {
    if (region.substr(0, prefix.text.size()) == prefix.text) return kPartitions[prefix.partition];
  }
  return kPartitions[0];
}

}  // namespace stackql::aws
