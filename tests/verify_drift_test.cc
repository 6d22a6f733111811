// What counts as drift between desired and live properties, and what does not. `%` is not known.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/schema_text.h"
#include "verify/drift.h"

namespace stackql::verify {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

struct Result {
  std::vector<std::string> properties = {};  // those that replace with an exclamation mark
  std::vector<std::string> spelled = {};
  size_t unknown = 0;
  size_t write_only = 0;
};

Result Between(const std::string& desired, const std::string& live) {
  auto described = TypeWith(R"({"type": "object"})");
  described.read_only = {"/Arn"};
  described.write_only = {"/Password", "/Login/Password", "/Users/*/Password"};
  described.create_only = {"/Name"};
  const Packed<snapshot::ResourceType> type(described);
  Workbench bench;
  const ValueId wanted = bench.Read(desired);
  const Drift drift = Compare(bench.values, wanted, bench.Read(live), *type);
  Result result = {.unknown = drift.unknown, .write_only = drift.write_only};
  for (const Difference& difference : drift.differences) {
    result.properties.push_back(difference.property + (difference.replaces ? "!" : ""));
    result.spelled.emplace_back(bench.values.sources().Bytes(difference.where));
  }
  return result;
}

using Properties = std::vector<std::string>;

Properties Differing(const std::string& desired, const std::string& live) {
  return Between(desired, live).properties;
}

TEST(Drift, PointsAtTheDesiredValue) {
  const Result result =
      Between(R"({"A": "x", "Name": "n", "B": 1})", R"({"A": "y", "Name": "m", "B": 1, "C": 2})");
  EXPECT_EQ(result.properties, (Properties{"A", "Name!"}));
  EXPECT_EQ(result.spelled, (Properties{"x", "n"}));
}

TEST(Drift, OnlyWhatIsSetIsCompared) {
  EXPECT_EQ(Differing(R"({"A": 1})", R"({"A": 1, "B": 2})"), Properties());
  EXPECT_EQ(Differing(R"({"A": {"B": 1}})", R"({"A": {"B": 1, "C": 2}})"), Properties());
  EXPECT_EQ(Differing(R"({"Arn": "a"})", R"({"Arn": "b"})"), Properties());
  EXPECT_EQ(Differing(R"({"A": null})", R"({"A": 1})"), Properties());
  EXPECT_EQ(Differing(R"({"A": 1})", "{}"), Properties{"A"});
  const Result secret = Between(R"({"Password": "a"})", "{}");
  EXPECT_EQ(secret.properties, Properties());
  EXPECT_EQ(secret.write_only, 1);
  EXPECT_EQ(Differing(R"({"Login": {"Password": "a", "Reset": 1}})", R"({"Login": {"Reset": 1}})"),
            Properties());
  EXPECT_EQ(
      Differing(R"({"Users": [{"Password": "a", "Name": 1}]})", R"({"Users": [{"Name": 1}]})"),
      Properties());
}

TEST(Drift, ScalarsCountAsTheirTexts) {
  EXPECT_EQ(Differing(R"({"A": "5", "B": "true", "C": "1.0"})", R"({"A": 5, "B": true, "C": 1})"),
            Properties());
  EXPECT_EQ(Differing(R"({"A": "True"})", R"({"A": true})"), Properties());
  EXPECT_EQ(Differing(R"({"A": "6", "B": "no", "C": "x"})", R"({"A": 5, "B": true, "C": "X"})"),
            (Properties{"A", "B", "C"}));
  EXPECT_EQ(Between(R"({"A": "12345678901234567890"})", R"({"A": 12345678901234567891})").unknown,
            1);
}

TEST(Drift, ListsCountAsSets) {
  EXPECT_EQ(Differing(R"({"A": [1, 2]})", R"({"A": [2, 1]})"), Properties());
  EXPECT_EQ(Differing(R"({"A": [1, 1]})", R"({"A": [1, 2]})"), Properties{"A"});
  EXPECT_EQ(Differing(R"({"A": [1]})", R"({"A": [1, 2]})"), Properties{"A"});
  EXPECT_EQ(Differing(R"({"A": [{"B": 1}]})", R"({"A": [{"B": 1, "C": 2}]})"), Properties());
}

TEST(Drift, TagsOfAwsAreLeftOut) {
  const std::string live =
      R"({"Tags": [{"Key": "aws:cloudformation:stack", "Value": "x"}, {"Key": "a", "Value": "1"}]})";
  EXPECT_EQ(Differing(R"({"Tags": [{"Key": "a", "Value": "1"}]})", live), Properties());
  EXPECT_EQ(Differing(R"({"Tags": [{"Key": "a", "Value": "2"}]})", live), Properties{"Tags"});
}

TEST(Drift, JsonInATextCountsAsWhatItSays) {
  const std::string text = R"("{\"Statement\": [{\"Action\": \"s3:Get*\"}]}")";
  const std::string same = R"({"Statement": [{"Action": ["s3:Get*"]}]})";
  const std::string other = R"({"Statement": [{"Action": ["s3:Put*"]}]})";
  EXPECT_EQ(Differing(R"({"A": )" + text + "}", R"({"A": )" + same + "}"), Properties());
  EXPECT_EQ(Differing(R"({"A": )" + same + "}", R"({"A": )" + text + "}"), Properties());
  EXPECT_EQ(Differing(R"({"A": )" + text + "}", R"({"A": )" + other + "}"), Properties{"A"});
}

TEST(Drift, WhatIsNotKnownDiffersFromNothing) {
  const std::pair<const char*, const char*> cases[] = {
      // NOLINT(modernize-avoid-c-arrays)
      {R"({"A": %})", R"({"A": 1})"},
      {R"({"A": "x%"})", R"({"A": "xy"})"},
      {R"({"A": {"B": %}})", R"({"A": {"B": 1}})"},
      {R"({"A": [{"B": "%"}, 2]})", R"({"A": [2, {"B": 1}]})"}};
  for (const auto& [desired, live] : cases) {
    const Result result = Between(desired, live);
    EXPECT_EQ(result.properties, Properties()) << desired;
    EXPECT_EQ(result.unknown, 1) << desired;
  }
}

}  // namespace
}  // namespace stackql::verify
