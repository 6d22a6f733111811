// `verify` against a strict double of AWS: what it finds, what it could not check, and that no
// secret is ever seen.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "support/aws/guarded_double.h"
#include "support/command.h"
#include "support/provider_folder.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kSecret = "canary/secret+000001";
constexpr const char* kHidden = "canary-live-value";

aws_double::World Account() {
  aws_double::World world;
  world.types = {{.name = "AWS::Demo::Widget", .primary = {"Name"}},
                 {.name = "AWS::IVS::Stage", .primary = {"Arn"}, .readable = false}};
  world.resources = {
      {.type = "AWS::Demo::Widget",
       .properties = R"({"Name":"one","Own":{"Size":3},"Tags":[{"Key":"a","Value":")" +
                     std::string(kHidden) + R"("}]})"},
      {.type = "AWS::Demo::Widget", .properties = R"({"Name":"two","Own":{"Size":4}})"}};
  return world;
}

class Verify : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write(".stackql/src/awscc/v26.03.00379/services/demo.yaml", kDemoService);
    server_ = std::make_unique<aws_double::GuardedDouble>(aws_double::Settings{.world = Account()});
    // The program inherits these.
    setenv("AWS_ACCESS_KEY_ID", "AKIACANARY0KEY000001", 1);
    setenv("AWS_SECRET_ACCESS_KEY", kSecret, 1);
    setenv("AWS_REGION", "us-east-1", 1);
    setenv("AWS_CONFIG_FILE", "/nonexistent", 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
    unsetenv("AWS_SESSION_TOKEN");
    unsetenv("AWS_PROFILE");
  }
  void TearDown() override {
    for (const char* name : {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION",
                             "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"}) {
      unsetenv(name);
    }
  }
  Outcome With(const std::string& query, const std::string& options = "") {
    folder_.Write("x.iql", query);
    const Outcome outcome =
        RunProgram(folder_.path().string(),
                   "verify x.iql --no-config --endpoint-url " + server_->Address() + " " + options);
    EXPECT_THAT(outcome.text, Not(HasSubstr(kSecret)));
    EXPECT_THAT(outcome.text, Not(HasSubstr(kHidden)));
    return outcome;
  }
  json Findings(const std::string& query) {
    return json::parse(With(query, "--output json 2>/dev/null; exit $?").text)["findings"];
  }

  TemporaryFolder folder_;
  std::unique_ptr<aws_double::GuardedDouble> server_;
};

std::string Create(const std::string& name, const std::string& size) {
  return "INSERT INTO awscc.demo.widgets (Name, Own, region) SELECT '" + name + R"(', '{"Size": )" +
         size + "}', 'us-east-1';\n";
}

std::string Read(const std::string& table, const std::string& identifier) {
  return "SELECT name FROM awscc." + table + " WHERE region = 'us-east-1' AND Identifier = '" +
         identifier + "';\n";
}

TEST_F(Verify, WhatIsAsItIsWrittenIsNoFinding) {
  const Outcome outcome = With(Read("demo.widgets", "one") + Create("new", "1"));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("no findings"), HasSubstr("Account: ********9012"),
                                  HasSubstr("2 resources: 1 found, 1 not there, 0 not checked")));
  EXPECT_EQ(server_->journal().Count("GetResource"), 2);
  EXPECT_EQ(server_->journal().Count(), 3);
}

TEST_F(Verify, FindsWhatIsMissingExistsOrDiffers) {
  const json findings = Findings(Read("demo.widgets", "none") + Create("one", "4"));
  ASSERT_EQ(findings.size(), 3) << findings;
  EXPECT_EQ(findings[0]["name"], "live-missing");
  EXPECT_EQ(findings[0]["line"], 1);
  EXPECT_EQ(findings[0]["column"], 82);
  EXPECT_EQ(findings[1]["name"], "live-exists");
  EXPECT_EQ(findings[1]["line"], 2);
  EXPECT_EQ(findings[2]["name"], "live-drift");
  EXPECT_THAT(findings[2]["message"].get<std::string>(), HasSubstr("'Own' of the live"));
}

TEST_F(Verify, WhatCouldNotBeCheckedIsToldApart) {
  const std::string query = Read("ivs.stages", "arn:aws:ivs:us-east-1:123456789012:stage/a") +
                            Read("demo.widgets", "one");
  const Outcome outcome = With(query);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text,
              AllOf(HasSubstr("warning[LIV004]"), HasSubstr("'UnsupportedActionException'"),
                    HasSubstr("1 found, 0 not there, 1 not checked")));
  EXPECT_EQ(With(query, "--strict").status, 1);
}

TEST_F(Verify, NothingIsAskedOfAnotherAccount) {
  const Outcome outcome = With(Read("demo.widgets", "one"), "--expect-account 111122223333");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("********9012"), Not(HasSubstr("123456789012"))));
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
  EXPECT_EQ(With(Read("demo.widgets", "one"), "--expect-account 123456789012").status, 0);
}

TEST_F(Verify, WithoutGoodCredentialsNothingIsSaid) {
  setenv("AWS_SECRET_ACCESS_KEY", "another", 1);
  const Outcome wrong = With(Read("demo.widgets", "one"));
  EXPECT_EQ(wrong.status, 3);
  EXPECT_THAT(wrong.text, HasSubstr("AWS does not say who asks: "));
  unsetenv("AWS_ACCESS_KEY_ID");
  unsetenv("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(With(Read("demo.widgets", "one")).status, 3);
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
}

// Whoever names a host must say that it may have a signature.
TEST_F(Verify, CredentialsGoToNoStranger) {
  folder_.Write("x.iql", Read("demo.widgets", "one"));
  const Outcome outcome = RunProgram(folder_.path().string(),
                                     "verify x.iql --no-config --endpoint-url https://aws.example");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(server_->journal().Count(), 0);
}

TEST_F(Verify, UnknownIdentifiersAreCounted) {
  const Outcome outcome = With(
      "SELECT name FROM awscc.demo.widgets WHERE region = 'us-east-1' AND Identifier = "
      "'{{ id }}';\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("Not asked: 1 statements"));
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
}

TEST_F(Verify, PrintsThePolicyThatItNeeds) {
  const json policy = json::parse(
      With(Read("demo.widgets", "one") + Create("two", "4"), "--print-policy 2>/dev/null; exit $?")
          .text);
  EXPECT_EQ(policy["Statement"].size(), 1);
  EXPECT_EQ(policy["Statement"][0]["Action"],
            json({"cloudformation:GetResource", "demo:GetWidget"}));
  EXPECT_EQ(server_->journal().Count(), 0) << "it asks nothing";
}

// `check` says the same whatever AWS would say, and asks nothing.
TEST_F(Verify, CheckAsksNothing) {
  folder_.Write("x.iql", Read("demo.widgets", "none"));
  const Outcome outcome = RunProgram(folder_.path().string(), "check x.iql --no-config");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(server_->journal().Count(), 0);
}

}  // namespace
}  // namespace stackql
