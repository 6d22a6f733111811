// `policy explain-denied`: from a message to the statement, the policy and the grant.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::HasSubstr;

class ExplainDenied : public testing::Test {
 protected:
  ExplainDenied() {
    folder_.Write("x.iql",
                  "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1'\n"
                  "AND Identifier = 'arn:aws:ivs:us-east-1:111122223333:stage/a';\n");
    folder_.Write("denied.txt",
                  "User: arn:aws:sts::111122223333:assumed-role/deploy/ci is not authorized to "
                  "perform: ivs:GetStage on resource: arn:aws:ivs:us-east-1:111122223333:stage/a "
                  "because no identity-based policy allows the ivs:GetStage action\n");
    folder_.Write("policy.json",
                  R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "ivs:*", "Resource": "*"},
  {"Effect": "Deny", "Action": "ivs:Get*", "Resource": "*"}]})");
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), "policy explain-denied --no-config " + arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(ExplainDenied, NamesTheStatementAndTheGrant) {
  const Outcome outcome = With("denied.txt x.iql 2>&1");
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_EQ(With("\"$(cat denied.txt)\" x.iql 2>&1").text, outcome.text);
  EXPECT_THAT(outcome.text, HasSubstr("no identity-based policy allows it"));
  EXPECT_THAT(outcome.text, HasSubstr("read AWS::IVS::Stage at x.iql:1:18"));
  EXPECT_THAT(outcome.text,
              HasSubstr("\"Resource\": \"arn:aws:ivs:us-east-1:111122223333:stage/a\""));
}

// A statement is named once, and the account of the caller is that of what it creates.
TEST_F(ExplainDenied, GrantsInTheAccountOfTheCaller) {
  folder_.Write("y.iql",
                "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'a', 'us-east-1'\n"
                "UNION ALL SELECT 'b', 'us-east-1';\n");
  folder_.Write("create.txt",
                "User: arn:aws:sts::111122223333:assumed-role/deploy/ci is not authorized to "
                "perform: ivs:CreateStage on resource: arn:aws:ivs:us-east-1:111122223333:stage/*");
  const Outcome outcome = With("create.txt y.iql 2>&1");
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_THAT(outcome.text,
              HasSubstr("\"Resource\": \"arn:aws:ivs:us-east-1:111122223333:stage/*\""));
  const size_t first = outcome.text.find("y.iql:1:");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(outcome.text.find("y.iql:1:", first + 1), std::string::npos) << outcome.text;
}

TEST_F(ExplainDenied, SaysThatThereAreMoreThanItExplains) {
  std::string log;
  for (int i = 0; i <= 10'000; ++i) {
    log += "User: u is not authorized to perform: ivs:Get" + std::to_string(i) + "\n\n";
  }
  folder_.Write("log.txt", log);
  const Outcome outcome = With("log.txt x.iql 2>&1 >answers.txt; exit $?");
  EXPECT_EQ(outcome.status, 3) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("only the first 10000 different denied requests"));
}

TEST_F(ExplainDenied, NamesTheStatementOfAPolicyThatDenies) {
  const json report = json::parse(With("denied.txt x.iql --policy policy.json -o json").text);
  ASSERT_EQ(report["denials"].size(), 1U);
  EXPECT_EQ(report["denials"][0]["policies"], "the statement at policy.json:3:15 denies it");
  EXPECT_EQ(report["denials"][0]["madeBy"][0]["place"], "x.iql:1:18");
}

// Control policies decide without the identity's; what is denied has no grant.
TEST_F(ExplainDenied, ReadsControlPoliciesAlone) {
  folder_.Write("scp.txt",
                "User: arn:aws:sts::111122223333:assumed-role/deploy/ci is not authorized to "
                "perform: ivs:GetStage on resource: arn:aws:ivs:us-east-1:111122223333:stage/a "
                "with an explicit deny in a service control policy: "
                "arn:aws:organizations::1:policy/o-a/service_control_policy/p-b");
  const Outcome outcome = With("scp.txt x.iql --scp policy.json");
  EXPECT_THAT(outcome.text, HasSubstr("the statement at policy.json:3:15 denies it"));
  EXPECT_THAT(outcome.text, HasSubstr("service_control_policy/p-b) denies it"));
  EXPECT_THAT(outcome.text, testing::Not(HasSubstr("grant:")));
  const json report = json::parse(With("scp.txt x.iql -o json").text);
  EXPECT_EQ(report["denials"][0]["grant"], json::array());
  EXPECT_EQ(report["denials"][0]["policyArn"],
            "arn:aws:organizations::1:policy/o-a/service_control_policy/p-b");
  EXPECT_FALSE(report["denials"][0].contains("policies"));
  folder_.Write("policy.json",
                R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "ivs:*", "Resource": "*"},
  {"Effect": "Deny", "Action": "ivs:Get*", "Resource": "*",
   "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}}]})");
  EXPECT_THAT(With("scp.txt x.iql --scp policy.json").text,
              HasSubstr("the statement at policy.json:3:15 may deny it: that depends on "
                        "'aws:SourceVpc'"));
}

// The identity's policies may allow it already: what has to is the policy that AWS names.
TEST_F(ExplainDenied, GrantsInThePolicyThatAwsNames) {
  folder_.Write("boundary.txt",
                "User: arn:aws:sts::111122223333:assumed-role/deploy/ci is not authorized to "
                "perform: ivs:getstage on resource: arn:aws:ivs:us-east-1:111122223333:stage/a "
                "because no permissions boundary allows the ivs:getstage action\n");
  folder_.Write("allow.json", R"({"Version": "2012-10-17", "Statement": [
  {"Effect": "Allow", "Action": "ivs:*", "Resource": "*"}]})");
  const Outcome outcome = With("boundary.txt x.iql --policy allow.json");
  EXPECT_THAT(outcome.text, HasSubstr("these allow it; the permissions boundary does not\n"));
  EXPECT_THAT(outcome.text, HasSubstr("grant in the permissions boundary:\n"));
  // As AWS spells it.
  EXPECT_THAT(outcome.text, HasSubstr("'ivs:GetStage' was denied"));
  EXPECT_THAT(outcome.text, HasSubstr("\"Action\": \"ivs:GetStage\""));
  EXPECT_THAT(outcome.text, testing::Not(HasSubstr("identity have to")));
  EXPECT_THAT(With("boundary.txt x.iql").text,
              HasSubstr("The policies of the identity have to allow it too."));
}

TEST_F(ExplainDenied, SaysWhatTheStackDoesNotMake) {
  folder_.Write("other.json", R"({"eventSource": "s3.amazonaws.com", "eventName": "PutObject",
                                  "errorCode": "AccessDenied"})");
  const Outcome outcome = With("other.json x.iql 2>&1");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("no operation of the stack needs this action"));
  folder_.Write("none.txt", "Encoded authorization failure message: abc");
  const Outcome none = With("none.txt x.iql 2>&1");
  EXPECT_EQ(none.status, 3);
  EXPECT_THAT(none.text, HasSubstr("aws sts decode-authorization-message"));
  EXPECT_THAT(With("- x.iql < denied.txt").text, HasSubstr("x.iql:1:18"));
  EXPECT_EQ(With("missing.txt x.iql 2>&1").status, 3);
}

}  // namespace
}  // namespace stackql
