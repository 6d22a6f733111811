// Regions that AWS does not have, or that do not have a type.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/availability.h"
#include "snapshot/snapshot_objects.h"
#include "support/schema_text.h"
#include "support/told.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

constexpr uint64_t kEverywhere = 0b11;
constexpr uint64_t kFirst = 0b01;  // eu-west-1

std::string FactBytes() {
  snapshot::FactsT facts;
  facts.regions = {"eu-west-1", "us-east-1"};
  facts.other_regions = {"ap-south-1"};
  flatbuffers::FlatBufferBuilder builder;
  builder.Finish(snapshot::Facts::Pack(builder, &facts));
  const std::string bytes(reinterpret_cast<const char*>(builder.GetBufferPointer()),
                          builder.GetSize());
  return snapshot::Write({{.kind = snapshot::SectionKind::kFacts, .bytes = bytes}});
}

// What is told of an operation in a region, a JSON text in which each % is a hole.
Problems Found(Workbench& bench, const std::string& region, uint64_t regions, bool typed = true) {
  static const std::string bytes = FactBytes();
  static const catalog::Catalog catalog(snapshot::Snapshot::Open(bytes));
  snapshot::ResourceTypeT native = TypeWith("{}");
  native.regions = regions;
  const Packed<snapshot::ResourceType> type(native);
  Operation operation = {.type = typed ? &*type : nullptr, .type_name = "AWS::Test::Thing"};
  if (!region.empty()) operation.region = bench.Read(region);
  Problems problems;
  CheckAvailability(bench.values, operation, catalog, problems);
  return problems;
}

Texts Told(const std::string& region, uint64_t regions, bool typed = true) {
  Workbench bench;
  return testing_support::Told(bench.sources, Found(bench, region, regions, typed));
}

TEST(Availability, IsThatOfTheTypeInTheRegion) {
  EXPECT_THAT(Told("\"eu-west-1\"", kFirst), IsEmpty());
  EXPECT_THAT(Told("\"us-east-1\"", kEverywhere), IsEmpty());
  EXPECT_THAT(Told("\"us-east-1\"", kFirst),
              ElementsAre("type-not-in-region.default 'us-east-1' region=us-east-1, "
                          "type=AWS::Test::Thing"));
  EXPECT_THAT(Told("\"us-east-1\"", kFirst, false), IsEmpty());
  EXPECT_THAT(Told("\"us-east-1\"", 0), IsEmpty()) << "where it is, is not known";
  EXPECT_THAT(Told("\"ap-south-1\"", kFirst), IsEmpty()) << "nor what that region has";
}

TEST(Availability, IsThatOfARegionThatExists) {
  for (const bool typed : {true, false}) {
    EXPECT_THAT(Told("\"us-esat-1\"", kEverywhere, typed),
                ElementsAre("unknown-region.default 'us-esat-1' region=us-esat-1. Did you mean "
                            "'us-east-1'?"));
    EXPECT_THAT(Told("\"me-central-9\"", kEverywhere, typed),
                ElementsAre("unknown-region.default 'me-central-9' region=me-central-9"));
  }
  Workbench bench;
  const Problems problems = Found(bench, "\"us-esat-1\"", kEverywhere);
  ASSERT_EQ(problems.at(0).repairs.size(), 1U);
  EXPECT_EQ(problems[0].repairs[0].text, "us-east-1");
  // Names that are not regions and regions of China are reported elsewhere; unknown ones are not.
  for (const char* silent :
       {"\"cn-north-9\"", "\"nowhere\"", "\"\"", "\"us-%-9\"", "%", "7", "\"ap-south-1\"", ""}) {
    EXPECT_THAT(Told(silent, kEverywhere), IsEmpty()) << silent;
  }
}

TEST(Availability, NeedsTheFacts) {
  Workbench bench;
  const catalog::Catalog nothing((snapshot::Snapshot()));
  Operation operation = {.type_name = "AWS::Test::Thing"};
  operation.region = bench.Read("\"us-esat-1\"");
  Problems problems;
  CheckAvailability(bench.values, operation, nothing, problems);
  EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace stackql
