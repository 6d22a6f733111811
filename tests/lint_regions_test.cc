// Values that name a region or partition other than the resource's own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "lint/region_checks.h"
#include "lint/rule_documents.h"
#include "rules/resource.h"
#include "snapshot/snapshot_objects.h"
#include "support/made_rules.h"
#include "support/schema_text.h"
#include "support/told.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::IsEmpty;
using Lines = std::vector<std::string>;

// What a rule with this target says of a resource in a region.
Lines Found(RuleId rule, const std::string& path, const std::string& desired,
            const std::string& region = "\"eu-west-1\"") {
  snapshot::RulesT rules;
  rules.rules.push_back(std::make_unique<snapshot::RuleT>());
  snapshot::RuleT& made = *rules.rules.back();
  made.id = rule.Text();
  made.name = made.summary = made.why = "x";
  made.targets.push_back(std::make_unique<snapshot::RuleTargetT>());
  made.targets[0]->type_name = "AWS::Test::Thing";
  made.targets[0]->path = path;
  const std::string bytes = RuleSnapshot(std::move(rules));
  const RuleSet set(snapshot::Snapshot::Open(bytes));
  const Packed<snapshot::ResourceType> type(TypeWith("{}"));
  Workbench bench;
  Operation operation = {.call = Call::kCreate, .type = &*type, .type_name = "AWS::Test::Thing"};
  operation.desired = bench.Read(desired);
  operation.region = bench.Read(region);
  Problems problems;
  CheckRegions(bench.values, operation, set.About("AWS::Test::Thing"), problems);
  return Told(bench.sources, problems);
}

Lines Named(const std::string& value, const std::string& region = "\"eu-west-1\"") {
  return Found(rules::OtherRegion::kRule, "/Of", R"({"Of": )" + value + "}", region);
}

TEST(Regions, AreReadFromWhatHasOne) {
  const auto other = [](const std::string& value, const std::string& found) {
    return ElementsAre("other-region.default '" + value + "' found=" + found +
                       ", region=eu-west-1, type=AWS::Test::Thing, value=" + value +
                       " (created in this region at 'eu-west-1')");
  };
  for (const std::string value :
       {"arn:aws:sns:us-east-1:111122223333:topic", "com.amazonaws.us-east-1.s3", "us-east-1a",
        "111122223333.dkr.ecr.us-east-1.amazonaws.com/a:v1", "CLOUDFRONT"}) {
    EXPECT_THAT(Named("\"" + value + "\""), other(value, "us-east-1"));
    EXPECT_THAT(Named("\"" + value + "\"", "\"us-east-1\""), IsEmpty()) << value;
  }
  for (const std::string none :
       {"us-east-1", "arn:aws:s3:::bucket", "arn:aws:sns:nowhere:111122223333:topic",
        "com.amazonaws.us-east-1", "com.amazonaws.vpce.s3", "us-east-1A", "", "a", "CLOUDFRONTS",
        "111122223333.dkr.ecr.us-east-1", "111122223333.dkr.ecr.nowhere.amazonaws.com/a",
        "com.amazonaws.%.s3", "us-east-%a"}) {
    EXPECT_THAT(Named("\"" + none + "\""), IsEmpty()) << none;
  }
  EXPECT_THAT(Named("5"), IsEmpty());
  EXPECT_THAT(Named("%"), IsEmpty());
  EXPECT_THAT(
      Found(rules::OtherRegion::kRule, "/Of/*", R"({"Of": [5, "us-east-1a", "us-east-1b"]})"),
      testing::SizeIs(2));
}

TEST(Regions, AreOfOnePartition) {
  const std::string topic = "arn:aws-cn:sns:cn-north-1:111122223333:topic";
  EXPECT_THAT(Named("\"" + topic + "\""),
              ElementsAre("other-region.partition '" + topic +
                          "' expected=aws, found=aws-cn, region=eu-west-1, value=" + topic +
                          " (created in this region at 'eu-west-1')"));
  EXPECT_THAT(Named(R"("arn:aws-cn:s3:::bucket")"), testing::SizeIs(1));
  EXPECT_THAT(Named(R"("arn:aws:s3:::bucket")", "\"cn-north-1\""), testing::SizeIs(1));
  EXPECT_THAT(Named(R"("arn:aws-cn:s3:::bucket")", "\"cn-north-1\""), IsEmpty());
  EXPECT_THAT(Named(R"("arn:amazon:s3:::bucket")"), IsEmpty());
  EXPECT_THAT(Named(R"("arn:aws-cn")"), IsEmpty());
}

TEST(Regions, AreComparedIfTheResourcesOwnIsKnown) {
  const std::string zone = "\"us-east-1a\"";
  for (const char* region : {"\"%\"", "\"eu-%-1\"", "%", "5", "\"nowhere\""}) {
    EXPECT_THAT(Named(zone, region), IsEmpty()) << region;
  }
  // A service of another region may be meant.
  const auto service = [](const std::string& path, const std::string& more) {
    return Found(
        rules::OtherRegion::kRule, path,
        R"({"ServiceName": "com.amazonaws.us-east-1.s3", "Of": "us-east-1a")" + more + "}");
  };
  EXPECT_THAT(service("/ServiceName", ""), testing::SizeIs(1));
  EXPECT_THAT(service("/ServiceName", R"(, "ServiceRegion": "us-east-1")"), IsEmpty());
  EXPECT_THAT(service("/ServiceName", ", %"), IsEmpty());
  EXPECT_THAT(service("/Of", R"(, "ServiceRegion": "us-east-1")"), testing::SizeIs(1));
}

TEST(Regions, OfReplicasHaveTheResourcesOwn) {
  const auto of = [](const std::string& replicas, const std::string& region = "\"eu-west-1\"") {
    return Found(rules::HomeReplica::kRule, "/Replicas/*/Region",
                 R"({"Replicas": )" + replicas + "}", region);
  };
  EXPECT_THAT(of(R"([{"Region": "us-east-1"}, {"Region": "us-west-2"}])"),
              ElementsAre("home-replica.default 'us-east-1' region=eu-west-1 (created in this "
                          "region at 'eu-west-1')"));
  for (const char* right :
       {R"([{"Region": "us-east-1"}, {"Region": "eu-west-1"}])", "[]", R"([{"Region": "us-%-1"}])",
        R"([{"Region": "us-east-1"}, {"Region": %}])", R"([{"Region": "us-east-1"}, %])",
        R"([{"Region": "us-east-1"}, {%}])", R"([{"Region": 5}])", "5", "%"}) {
    EXPECT_THAT(of(right), IsEmpty()) << right;
  }
  EXPECT_THAT(of(R"([{"Region": "us-east-1"}])", "\"%\""), IsEmpty());
  EXPECT_THAT(Found(rules::DuplicateResourceName::kRule, "/Replicas/*/Region",
                    R"({"Replicas": [{"Region": "us-east-1"}]})"),
              IsEmpty());
}

}  // namespace
}  // namespace stackql
