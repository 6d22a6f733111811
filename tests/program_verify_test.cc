// `verify` against a strict double of AWS: what it finds, what it could not check, and that no
// secret is ever seen.
#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Verify = VerifyProgram;

TEST_F(Verify, WhatIsAsItIsWrittenIsNoFinding) {
  const Outcome outcome = With(ReadOf("demo.widgets", "one") + Create("new", "1"));
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("no findings"), HasSubstr("Account: ********9012"),
                                  HasSubstr("2 resources (1 found, 1 not found)"),
                                  HasSubstr("; all checks were completed.")));
  EXPECT_EQ(server_->journal().Count("GetResource"), 2);
  EXPECT_EQ(server_->journal().Count("DescribeType"), 1);
  EXPECT_EQ(server_->journal().Count(), 4);
}

TEST_F(Verify, FindsWhatIsMissingExistsOrDiffers) {
  const json findings = Findings(ReadOf("demo.widgets", "none") + Create("one", "4"));
  ASSERT_EQ(findings.size(), 3) << findings;
  EXPECT_EQ(findings[0]["name"], "live-missing");
  EXPECT_EQ(findings[0]["line"], 1);
  EXPECT_EQ(findings[0]["column"], 82);
  EXPECT_EQ(findings[1]["name"], "live-exists");
  EXPECT_EQ(findings[1]["line"], 2);
  EXPECT_EQ(findings[2]["name"], "live-drift");
  EXPECT_THAT(findings[2]["message"].get<std::string>(), HasSubstr("'Own/Size' of the live"));
}

TEST_F(Verify, WhatCouldNotBeCheckedIsToldApart) {
  const std::string query = ReadOf("ivs.stages", "arn:aws:ivs:us-east-1:123456789012:stage/a") +
                            ReadOf("demo.widgets", "one");
  const Outcome outcome = With(query);
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text,
              AllOf(HasSubstr("warning[LIV004]"),
                    HasSubstr("could not be checked: UnsupportedActionException"),
                    HasSubstr("(1 found, 0 not found)"), HasSubstr("could not check 1.")));
  EXPECT_EQ(With(query, "--strict").status, 1);
}

TEST_F(Verify, NothingIsAskedOfAnotherAccount) {
  const Outcome outcome = With(ReadOf("demo.widgets", "one"), "--expect-account 111122223333");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("********9012"), Not(HasSubstr("123456789012"))));
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
  EXPECT_EQ(With(ReadOf("demo.widgets", "one"), "--expect-account 123456789012").status, 0);
}

TEST_F(Verify, WithoutGoodCredentialsNothingIsSaid) {
  setenv("AWS_SECRET_ACCESS_KEY", "another", 1);
  const Outcome wrong = With(ReadOf("demo.widgets", "one"));
  EXPECT_EQ(wrong.status, 3);
  EXPECT_THAT(wrong.text, HasSubstr("Cannot identify the caller: "));
  unsetenv("AWS_ACCESS_KEY_ID");
  unsetenv("AWS_SECRET_ACCESS_KEY");
  EXPECT_EQ(With(ReadOf("demo.widgets", "one")).status, 3);
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
}

// An account has not opted into every region.
TEST_F(Verify, ARegionThatRefusesTheCallerClosesOnlyItself) {
  const auto in_europe = [](const std::string& name) {
    return "SELECT name FROM awscc.demo.widgets WHERE region = 'eu-south-1' AND Identifier = '" +
           name + "';\n";
  };
  const Outcome outcome =
      With(in_europe("a") + in_europe("b") + in_europe("c") + ReadOf("demo.widgets", "none"),
           "--checks exists");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("warning[LIV001]"), HasSubstr("warning[LIV004]"),
                                  HasSubstr("could not check 3.")));
  EXPECT_LE(server_->journal().Count("GetResource"), 4);
}

TEST_F(Verify, CredentialsThatExpireEndTheRun) {
  Serve({.world = Account(),
         .faults = {.rules = {{.fault = {.status = 400, .code = "ExpiredTokenException"},
                               .count = 1000,
                               .operation = "GetResource"}}}});
  const Outcome outcome = With(ReadOf("demo.widgets", "one") + ReadOf("demo.widgets", "two"));
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("expired"));
}

// Whoever names a host must say that it may have a signature.
TEST_F(Verify, CredentialsGoToNoStranger) {
  folder_.Write("x.iql", ReadOf("demo.widgets", "one"));
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
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("Checked in AWS: 1 type; all checks were completed.\n"),
                                  HasSubstr("Left out: 1 statement whose region")));
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
}

TEST_F(Verify, PrintsThePolicyThatItNeeds) {
  const json policy = json::parse(With(ReadOf("demo.widgets", "one") + Create("two", "4"),
                                       "--print-policy 2>/dev/null; exit $?")
                                      .text);
  EXPECT_EQ(policy["Statement"].size(), 1);
  EXPECT_EQ(policy["Statement"][0]["Action"],
            json({"cloudformation:DescribeType", "cloudformation:GetResource", "demo:GetWidget"}));
  EXPECT_EQ(server_->journal().Count(), 0) << "it asks nothing";
}

TEST_F(Verify, PrintsAPolicyForJustWhatItReads) {
  const std::string roles = "arn:aws:iam::123456789012:role/";
  const json policy = json::parse(With(ReadOf("iam.roles", "web"),
                                       "--print-policy --checks exists,permissions "
                                       "--expect-account 123456789012 --principal-arn " +
                                           roles + "ci/deploy 2>/dev/null; exit $?")
                                      .text);
  std::map<std::string, json> resources;
  for (const json& statement : policy["Statement"]) {
    const json& action = statement["Action"];
    for (const json& one : action.is_array() ? action : json::array({action})) {
      resources[one.get<std::string>()] = statement["Resource"];
    }
  }
  EXPECT_EQ(resources["iam:GetRole"], json({roles + "*/web", roles + "web"}));
  EXPECT_EQ(resources["iam:SimulatePrincipalPolicy"], roles + "ci/deploy");
  EXPECT_EQ(resources["cloudformation:GetResource"], "*");
  EXPECT_EQ(resources.size(), 6) << policy;
}

// `check` says the same whatever AWS would say, and asks nothing.
TEST_F(Verify, CheckAsksNothing) {
  folder_.Write("x.iql", ReadOf("demo.widgets", "none"));
  const Outcome outcome = RunProgram(folder_.path().string(), "check x.iql --no-config");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(server_->journal().Count(), 0);
}

TEST_F(Verify, PrintsAPolicyOfNothing) {
  const std::string query =
      "INSERT INTO awscc.demo.widgets (Name, region) SELECT 'a', '{{ r }}';\n";
  const Outcome outcome = With(query, "--checks exists --print-policy");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("no permission is needed"));
  // IAM refuses a policy without statements.
  EXPECT_EQ(With(query, "--checks exists --print-policy 2>/dev/null; exit $?").text, "");
  // Where the region is not known yet, a type will be asked about all the same.
  const json policy = json::parse(With(query, "--print-policy 2>/dev/null; exit $?").text);
  EXPECT_EQ(policy["Statement"][0]["Action"], "cloudformation:DescribeType");
}

TEST_F(Verify, SaysFirstWhichProfileIsMissing) {
  const Outcome outcome = With(ReadOf("demo.widgets", "one"), "--profile nope");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text,
              AllOf(HasSubstr("There is no profile 'nope'"), Not(HasSubstr("region"))));
  const Outcome account = With(ReadOf("demo.widgets", "one"), "--expect-account abc");
  EXPECT_EQ(account.status, 2);
  EXPECT_THAT(account.text, HasSubstr("expected 12 digits"));
}

}  // namespace
}  // namespace stackql
