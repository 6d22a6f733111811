// Which partition a region is of.
#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <utility>

#include "base/aws_partition.h"

namespace stackql {
namespace {

TEST(Partition, IsToldByTheBeginOfARegionsName) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kRegions = {
      {{"eu-west-1", "aws"},
       {"us-east-1", "aws"},
       {"us-gov-west-1", "aws-us-gov"},
       {"cn-north-1", "aws-cn"},
       {"us-iso-west-1", "aws-iso"},
       {"us-isob-east-1", "aws-iso-b"},
       {"eu-isoe-west-1", "aws-iso-e"},
       {"us-isof-south-1", "aws-iso-f"},
       {"eusc-de-east-1", "aws-eusc"},
       {"cn", "aws"},
       {"us-governor-1", "aws"},
       {"", "aws"}}};
  for (const auto& [region, name] : kRegions) EXPECT_EQ(PartitionOf(region).name, name) << region;
}

TEST(Partitions, RegionsHaveAForm) {
  for (const char* text : {"us-east-1", "us-gov-west-1", "cn-north-1", "ap-southeast-10"}) {
    EXPECT_TRUE(IsRegion(text)) << text;
  }
  for (const char* text : {"", "us", "useast-1", "us-east-", "us-east-1.evil.example", "US-EAST-1",
                           "../../a-b-1", "us-east-1a"}) {
    EXPECT_FALSE(IsRegion(text)) << text;
  }
}

}  // namespace
}  // namespace stackql
