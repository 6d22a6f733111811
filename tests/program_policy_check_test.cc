// `policy check`: what policies lack and have too much of, by what stacks need.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "support/command.h"
#include "support/provider_folder.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kArn = "arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh";

// Every call on a stage, and the poll for its end.
std::string AllStatements() {
  const std::string where =
      " WHERE region = 'us-east-1' AND Identifier = '" + std::string(kArn) + "';\n";
  return "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', 'us-east-1';\n"
         "SELECT name FROM awscc.ivs.stages" +
         where +
         "UPDATE awscc.ivs.stages SET PatchDocument = string('[{\"op\":\"replace\","
         "\"path\":\"/Name\",\"value\":\"x\"}]')" +
         where + "DELETE FROM awscc.ivs.stages" + where +
         "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
         "SELECT StatusMessage FROM awscc.cloud_control.resource_request\n"
         "WHERE region = 'us-east-1' AND RequestToken = 't';\n";
}

// One statement an action, in the order of their names.
json OneEach(const json& policy) {
  json apart = {{"Version", "2012-10-17"}, {"Statement", json::array()}};
  for (const json& statement : policy["Statement"]) {
    const json actions =
        statement["Action"].is_array() ? statement["Action"] : json::array({statement["Action"]});
    for (const json& action : actions) {
      json one = statement;
      one["Action"] = action;
      apart["Statement"].push_back(std::move(one));
    }
  }
  return apart;
}

class PolicyChecks : public testing::Test {
 protected:
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  json Generated(const std::string& options = "") {
    return json::parse(
        With("policy generate x.iql --account 111122223333 " + options + " 2>/dev/null; exit $?")
            .text);
  }
  // The findings of a policy against x.iql.
  json Check(const json& policy, const std::string& options = "") {
    folder_.Write("policy.json", policy.dump(2));
    const Outcome outcome = With(
        "policy check --policy policy.json x.iql --account 111122223333 "
        "--output json " +
        options + " 2>/dev/null; exit $?");
    status_ = outcome.status;
    return json::parse(outcome.text)["findings"];
  }
  static std::vector<std::string> Rules(const json& findings) {
    std::vector<std::string> rules;
    for (const json& finding : findings) rules.push_back(finding["name"]);
    return rules;
  }
  TemporaryFolder folder_;
  int status_ = -1;
};

TEST_F(PolicyChecks, WhatIsGeneratedCovers) {
  folder_.Write("x.iql", AllStatements());
  for (const char* scope : {"safe", "strict", "star"}) {
    const json policy = Generated(std::string("--scope ") + scope);
    EXPECT_EQ(Check(policy).size(), 0U) << scope;
    EXPECT_EQ(status_, 0) << scope;
  }
  std::set<std::string> front_door;
  std::set<std::string> service;
  const json apart = OneEach(Generated());
  for (const json& statement : apart["Statement"]) {
    const std::string action = statement["Action"];
    (action.compare(0, 4, "ivs:") == 0 ? service : front_door).insert(action);
  }
  EXPECT_EQ(service.size(), 8U);
  EXPECT_EQ(front_door.size(), 6U);
}

// One slip is one finding: that an action is not listed, not that it is superfluous as well.
TEST_F(PolicyChecks, AnUnknownActionIsToldOnce) {
  folder_.Write("x.iql", AllStatements());
  json policy = Generated();
  policy["Statement"].push_back(
      {{"Effect", "Allow"}, {"Action", {"ivs:Get*", "ivs:GetStge"}}, {"Resource", "*"}});
  const json findings = Check(policy);
  EXPECT_EQ(std::ranges::count_if(findings,
                                  [](const json& finding) {
                                    return finding["message"].get<std::string>().find("GetStge") !=
                                           std::string::npos;
                                  }),
            1)
      << findings;
  EXPECT_THAT(Rules(findings), testing::Contains("unknown-action"));
}

// The caller's documents and the role's, each for its own principal.
TEST_F(PolicyChecks, WhatIsGeneratedForAServiceRoleCovers) {
  folder_.Write("x.iql", AllStatements());
  const std::string role = "arn:aws:iam::111122223333:role/handlers";
  const std::string options = "--account 111122223333 --service-role " + role;
  EXPECT_EQ(With("policy generate x.iql --out-dir out " + options).status, 0);
  const auto check = [&](const std::string& file, const std::string& more) {
    return With("policy check --policy out/" + file + " x.iql " + options + more);
  };
  const std::string of_role = " --principal-arn " + role;
  for (const Outcome& right : {check("caller.json", ""), check("role.json", of_role)}) {
    EXPECT_EQ(right.status, 0) << right.text;
    EXPECT_THAT(right.text, HasSubstr("Covered: "));
  }
  EXPECT_THAT(check("role.json", "").text, HasSubstr("'iam:PassRole' is not allowed"));
  EXPECT_THAT(check("caller.json", of_role).text, HasSubstr("'ivs:CreateStage' is not allowed"));
}

// What depends on something unknown is neither allowed nor missing.
TEST_F(PolicyChecks, SayWhatIsDecided) {
  folder_.Write("x.iql", AllStatements());
  folder_.Write("policy.json", Generated().dump());
  const std::string check = "policy check --policy policy.json x.iql ";
  EXPECT_THAT(With(check + "--account 111122223333").text, HasSubstr("\nCovered: "));
  const Outcome open = With(check);
  EXPECT_EQ(open.status, 0);
  EXPECT_THAT(open.text, HasSubstr("\nNot proven: "));
  EXPECT_THAT(With(check + "--account 222233334444").text, HasSubstr("\nNot covered: "));
}

// Documents that IAM refuses, whatever they would allow.
TEST_F(PolicyChecks, RefuseWhatIamRefuses) {
  folder_.Write("x.iql", AllStatements());
  const auto status = [&](const std::string& version, const std::string& resource) {
    folder_.Write("policy.json", R"({"Version": ")" + version +
                                     R"(", "Statement": [{"Effect": "Allow", "Action": "*",
                                     "Resource": ["*", ")" +
                                     resource + R"("]}]})");
    return With("policy check --policy policy.json x.iql --account 111122223333").status;
  };
  EXPECT_EQ(status("2012-10-17", "arn:aws:iam::111122223333:role/x"), 0);
  EXPECT_EQ(status("2008-10-17", "arn:aws:iam::111122223333:role/x"), 0);
  EXPECT_EQ(status("2012-10-7", "arn:aws:iam::111122223333:role/x"), 1);
  EXPECT_EQ(status("2012-10-17", "arn:aws:iam:us-east-1:111122223333:role/x"), 1);
  EXPECT_EQ(status("2012-10-17", "arn:aw:ivs:us-east-1:111122223333:stage/*"), 1);
  EXPECT_EQ(status("2012-10-17", "b-1"), 1);
  // What only matches nothing is not refused.
  EXPECT_EQ(status("2012-10-17", "arn:aws:sqs:us-east1:111122223333:q"), 0);
}

TEST_F(PolicyChecks, OfWhatCannotBeReadNothingIsSaid) {
  folder_.Write("x.iql", AllStatements());
  folder_.Write("policy.json", "{\"Version\":");
  const Outcome outcome = With("policy check --policy policy.json x.iql");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("error[IAM010]"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("overed:")));
}

// Of each level, one has to allow.
// The built-in lists are dated, those of documents have their month in the version.
TEST_F(PolicyChecks, SayHowOldTheListsOfHandlersAre) {
  folder_.Write("x.iql", AllStatements());
  folder_.Write("policy.json", Generated().dump());
  EXPECT_THAT(With("policy check --policy policy.json x.iql").text,
              HasSubstr("handlers cfn-lint "));
  EXPECT_THAT(With("policy check --policy policy.json x.iql --catalog-permissions documents").text,
              HasSubstr("handlers StackQL's documents v"));

  const std::string old = WriteProvider(folder_, "v24.07.00246");
  folder_.Write("y.iql",
                "INSERT INTO awscc.demo.widgets (Name, region) SELECT 'a', 'us-east-1';\n");
  for (const std::string command : {"policy check --policy policy.json", "policy generate"}) {
    EXPECT_THAT(
        With(command + " y.iql --catalog " + old).text,
        HasSubstr(
            "listed in StackQL's documents v24.07.00246 of 2024-07, which is more than a year"))
        << command;
  }
  const std::string undated = WriteProvider(folder_, "v00.00.00100");
  EXPECT_THAT(With("policy check --policy policy.json y.iql --catalog " + undated).text,
              testing::AllOf(HasSubstr("handlers StackQL's documents v00.00.00100"),
                             Not(HasSubstr("more than a year"))));
  EXPECT_THAT(
      With("policy generate y.iql --format terraform --report /dev/null --catalog " + old).text,
      HasSubstr("# Facts: handlers StackQL's documents v24.07.00246, of 2024-07\n"));
}

TEST_F(PolicyChecks, ControlPoliciesHaveLevels) {
  folder_.Write("x.iql", AllStatements());
  const json all = {{"Version", "2012-10-17"},
                    {"Statement", {{{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}}}}};
  json deny = all;
  deny["Statement"][0] = {{"Effect", "Deny"}, {"Action", "ec2:*"}, {"Resource", "*"}};
  folder_.Write("scps/all.json", all.dump());
  folder_.Write("scps/deny.json", deny.dump());
  deny["Statement"][0]["Principal"] = "*";
  folder_.Write("rcp.json", deny.dump());
  const json policy = Generated();
  EXPECT_NE(Check(policy, "--scp scps/all.json --scp scps/deny.json").size(), 0U);
  EXPECT_EQ(Check(policy, "--scp scps/all.json,scps/deny.json").size(), 0U);
  EXPECT_EQ(Check(policy, "--scp scps --scp FullAWSAccess --rcp rcp.json").size(), 0U);
  EXPECT_NE(Check(policy, "--scp FullAWSAccess --session-policy scps/deny.json").size(), 0U);
}

// They cover the resources of some services only, and Cloud Control is not one of these.
TEST_F(PolicyChecks, ResourceControlPoliciesCoverSomeServices) {
  const auto under = [&](const std::string& action) {
    const json statement = {
        {"Effect", "Deny"}, {"Principal", "*"}, {"Action", action}, {"Resource", "*"}};
    folder_.Write("rcp.json", json({{"Version", "2012-10-17"}, {"Statement", {statement}}}).dump());
    return Rules(Check(Generated(), "--rcp rcp.json"));
  };
  folder_.Write("x.iql", AllStatements());
  EXPECT_THAT(under("ivs:*"), testing::IsEmpty());
  EXPECT_THAT(under("cloudformation:*"), testing::IsEmpty());
  folder_.Write("x.iql",
                "INSERT INTO awscc.sqs.queues (QueueName, region) SELECT 'q', 'us-east-1';\n");
  EXPECT_THAT(under("sqs:CreateQueue"), testing::ElementsAre("missing-permission"));
}

TEST_F(PolicyChecks, ContextDecidesConditions) {
  folder_.Write("x.iql", AllStatements());
  json policy = Generated();
  for (json& statement : policy["Statement"]) {
    statement["Condition"] = {{"StringEquals", {{"aws:PrincipalTag/team", "video"}}},
                              {"ArnLike", {{"aws:PrincipalArn", "arn:aws:iam::*:role/ci/*"}}}};
  }
  EXPECT_THAT(Rules(Check(policy)), testing::Each("conditional-permission"));
  const std::string principal = " --principal-arn arn:aws:iam::111122223333:role/ci/deploy";
  EXPECT_EQ(Check(policy, "--context aws:PrincipalTag/team=video" + principal).size(), 0U);
  EXPECT_THAT(Rules(Check(policy, "--context aws:PrincipalTag/team=audio" + principal)),
              testing::Contains("missing-permission"));
  // Of a session, the path of the role is not known.
  EXPECT_THAT(Rules(Check(policy,
                          "--context aws:PrincipalTag/team=video "
                          "--principal-arn arn:aws:sts::111122223333:assumed-role/deploy/ci")),
              testing::Each("conditional-permission"));
  for (const char* wrong : {"--context video", "--context team=video:x",
                            "--principal-arn arn:aws:sts::111122223333:federated-user/a",
                            "--principal-arn arn:aws:iam::111122223333:assumed-role/a/b",
                            "--principal-arn arn:aws:iam::111122223333:group/a"}) {
    const Outcome outcome = With(std::string("policy check --policy policy.json x.iql ") + wrong);
    EXPECT_EQ(outcome.status, 2) << wrong << outcome.text;
  }
}

// Each action that is taken away is missed once, at the statements that need it.
TEST_F(PolicyChecks, EachActionThatIsTakenAwayIsMissed) {
  folder_.Write("x.iql", AllStatements());
  const json whole = OneEach(Generated("--scope strict"));
  std::map<std::string, std::vector<std::string>> lines;
  const json listed =
      json::parse(With("permissions x.iql --output json 2>/dev/null; exit $?").text);
  for (const json& operation : listed["operations"]) {
    for (const json& action : operation["actions"]) {
      lines[action].push_back(std::to_string(operation["line"].get<int>()));
    }
  }
  std::set<std::string> tried;
  for (const json& statement : whole["Statement"]) {
    const std::string action = statement["Action"];
    if (!tried.insert(action).second) continue;
    json less = whole;
    less["Statement"] = json::array();
    for (const json& other : whole["Statement"]) {
      if (other["Action"] != action) less["Statement"].push_back(other);
    }
    const json findings = Check(less);
    ASSERT_EQ(findings.size(), 1U) << action << findings.dump();
    EXPECT_EQ(findings[0]["name"], "missing-permission");
    EXPECT_THAT(findings[0]["message"].get<std::string>(), HasSubstr("'" + action + "'"));
    EXPECT_EQ(status_, 1);
    std::set<std::string> told;
    for (const json& note : findings[0]["notes"]) {
      told.insert(std::to_string(note["line"].get<int>()));
    }
    EXPECT_EQ(told, std::set<std::string>(lines[action].begin(), lines[action].end())) << action;
  }
  EXPECT_EQ(tried.size(), 8U + 6U);
}

TEST_F(PolicyChecks, ChannelsAreNoStages) {
  folder_.Write("x.iql",
                "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND "
                "Identifier = '" +
                    std::string(kArn) + "';\n");
  std::string text = Generated().dump();
  text.replace(text.find("stage/"), 6, "channel/");
  const std::vector<std::string> rules = Rules(Check(json::parse(text)));
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "missing-permission"), 2);
  // Tags are also of channels; stages are not.
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "resource-mismatch"), 1);
}

TEST_F(PolicyChecks, WildcardsAreCoverageAndExcess) {
  folder_.Write("x.iql", AllStatements());
  json policy = Generated("--scope strict");
  policy["Statement"].push_back(
      {{"Effect", "Allow"}, {"Action", "ivs:*"}, {"Resource", "arn:aws:ivs:*:*:stage/*"}});
  const json findings = Check(policy, "--max-excess 0 --ignore redundant-statement");
  ASSERT_EQ(Rules(findings), (std::vector<std::string>{"excess-limit", "excess-permission"}));
  EXPECT_THAT(findings[0]["message"].get<std::string>(),
              testing::AllOf(testing::StartsWith("The policies have "),
                             HasSubstr(" unused grants; --max-excess allows 0.")));
  EXPECT_THAT(findings[1]["message"].get<std::string>(), HasSubstr("'ivs:*' also grants"));
  EXPECT_EQ(status_, 1);
  Check(policy, "--max-excess 1000 --ignore redundant-statement");
  EXPECT_EQ(status_, 0);
}

TEST_F(PolicyChecks, LargePoliciesAreTold) {
  folder_.Write("x.iql", AllStatements());
  json policy = Generated();
  const json none = Check(policy);
  EXPECT_EQ(none.size(), 0);
  policy["Statement"][0]["Sid"] = std::string(6144, 'a');
  const json findings = Check(policy);
  ASSERT_EQ(Rules(findings), std::vector<std::string>{"policy-size"});
  EXPECT_THAT(findings[0]["message"].get<std::string>(),
              HasSubstr("the maximum for a managed policy is 6144"));
  EXPECT_THAT(findings[0]["help"].get<std::string>(), HasSubstr("inline policy of a role"));
  policy["Statement"][0]["Sid"] = std::string(10240, 'a');
  EXPECT_EQ(Check(policy)[0]["help"], "Split it.");
}

TEST_F(PolicyChecks, TheFrontDoorHasOneDocumentedForm) {
  folder_.Write("x.iql",
                "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND "
                "Identifier = '" +
                    std::string(kArn) + "';\n");
  json policy = Generated();
  policy["Statement"][0]["Resource"] = "arn:aws:cloudformation:*:*:resource/*";
  EXPECT_EQ(Rules(Check(policy)), std::vector<std::string>{"undocumented-resource"});
  EXPECT_EQ(status_, 0);
  policy["Statement"][0]["Action"] = "cloudcontrol:*";
  policy["Statement"][0]["Resource"] = "*";
  const std::vector<std::string> rules = Rules(Check(policy));
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "cloud-control-prefix"), 1);
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "missing-permission"), 1);
}

TEST_F(PolicyChecks, ConditionsOnWhatIsSentAreNamed) {
  folder_.Write("x.iql", AllStatements());
  json policy = Generated();
  policy["Statement"].push_back(
      {{"Effect", "Deny"},
       {"Action", "ivs:TagResource"},
       {"Resource", "*"},
       {"Condition", {{"StringNotEquals", {{"aws:RequestTag/team", "a"}}}}}});
  const json findings = Check(policy);
  ASSERT_EQ(Rules(findings), std::vector<std::string>{"conditional-permission"});
  EXPECT_THAT(findings[0]["message"].get<std::string>(), HasSubstr("'aws:RequestTag/team'"));
}

TEST_F(PolicyChecks, CaseOfActionsDoesNotCount) {
  folder_.Write("x.iql",
                "SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND "
                "Identifier = '" +
                    std::string(kArn) + "';\n");
  std::string text = Generated().dump();
  text.replace(text.find("ivs:GetStage"), 12, "IVS:getstage");
  EXPECT_EQ(Check(json::parse(text)).size(), 0U);
}

TEST_F(PolicyChecks, BoundariesAndControlPoliciesMustAllowItToo) {
  folder_.Write("x.iql", AllStatements());
  const json policy = Generated();
  folder_.Write("boundary.json",
                R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "NotAction":
                "ivs:Delete*", "Resource": "*"}]})");
  json findings = Check(policy, "--boundary boundary.json --ignore IAM022");
  ASSERT_EQ(Rules(findings), std::vector<std::string>{"missing-permission"});
  EXPECT_THAT(findings[0]["message"].get<std::string>(), HasSubstr("by the permissions boundary"));
  EXPECT_THAT(findings[0]["file"].get<std::string>(), HasSubstr("boundary.json"));
  folder_.Write("scp.json",
                R"({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "*", "Resource": "*"},
                {"Effect": "Deny", "Action": "*", "Resource": "*",
                 "Condition": {"StringNotEquals": {"aws:RequestedRegion": "us-east-1"}}}]})");
  findings = Check(policy, "--scp scp.json --ignore IAM023,IAM024");
  // Calls of a global API have a region of their own.
  for (const json& finding : findings) {
    EXPECT_THAT(finding["message"].get<std::string>(), Not(HasSubstr("ivs:"))) << finding.dump();
  }
}

TEST_F(PolicyChecks, NeverSayCoveredOfWhatIsNotResolved) {
  folder_.Write("x.iql", "SELECT * FROM {{ table }} WHERE region = 'x';\n");
  folder_.Write("policy.json",
                R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                "Resource": "*"}]})");
  const Outcome outcome = With("policy check --policy policy.json x.iql");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.text, HasSubstr("Not decided"));
  EXPECT_THAT(outcome.text, Not(HasSubstr("Covered")));
  EXPECT_THAT(outcome.text, Not(HasSubstr("IAM006")));
}

TEST_F(PolicyChecks, SayWhatCannotBeRead) {
  folder_.Write("x.iql", AllStatements());
  EXPECT_EQ(With("policy check --policy none.json x.iql").status, 3);
  EXPECT_EQ(With("policy check x.iql").status, 2);
  folder_.Write("policy.json", "{");
  EXPECT_EQ(With("policy check --policy policy.json x.iql").status, 1);
}

// The Deny, or half of the actions, would be lost.
TEST_F(PolicyChecks, KeysThatAreGivenTwiceAreErrors) {
  folder_.Write("x.iql", AllStatements());
  const std::string statement =
      R"({"Effect": "Deny", "Effect": "Allow", "Action": "s3:*", "Action": "ivs:*",
          "Resource": "*"})";
  const std::string document = R"({"Version": "2012-10-17", "Statement": [)" + statement + "]}";
  std::string quoted;
  for (const char c : document) {
    quoted += c == '"' ? std::string("\\\"") : c == '\n' ? std::string(" ") : std::string(1, c);
  }
  for (const std::string& policy : {document, R"({"PolicyDocument": ")" + quoted + "\"}",
                                    "PolicyDocument: " + document + "\n"}) {
    folder_.Write("policy.json", policy);
    const Outcome outcome = With("policy check --policy policy.json x.iql");
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.text, HasSubstr("'Effect' twice")) << policy;
    EXPECT_THAT(outcome.text, HasSubstr("'Action' twice")) << policy;
  }
}

// The this permission is for reading of an update, of real documents where they are there.
TEST_F(PolicyChecks, TheReadHalfOfAnUpdateIsMissed) {
  const std::string catalog = ProviderDocuments();
  if (catalog.empty()) GTEST_SKIP() << "no documents of the provider";
  folder_.Write("x.iql",
                "UPDATE awscc.ec2.vpcs SET PatchDocument = '[{\"op\":\"replace\","
                "\"path\":\"/EnableDnsSupport\",\"value\":true}]'\n"
                "WHERE region = 'us-east-1' AND Identifier = 'vpc-1';\n");
  const std::string option = "--catalog " + catalog + " ";
  json policy = Generated(option);
  json& star = policy["Statement"][0]["Action"];
  star.erase(std::find(star.begin(), star.end(), "ec2:DescribeNetworkAcls"));
  const json findings = Check(policy, option);
  ASSERT_EQ(Rules(findings), std::vector<std::string>{"missing-permission"});
  EXPECT_THAT(findings[0]["help"].get<std::string>(), HasSubstr("this permission is for reading"));
}

// What AWS refuses as a whole allows nothing, whatever it says.
TEST_F(PolicyChecks, JudgeNothingOfAPolicyThatIsNotValid) {
  folder_.Write("x.iql", AllStatements());
  const auto policy = [](const std::string& effect, const std::string& action) {
    return json{{"Version", "2012-10-17"},
                {"Statement", {{{"Effect", effect}, {"Action", action}, {"Resource", "*"}}}}};
  };
  EXPECT_EQ(Rules(Check(policy("Alow", "*"))), std::vector<std::string>{"policy-element"});
  EXPECT_EQ(status_, 1);
  EXPECT_THAT(With("policy check --policy policy.json x.iql").text,
              HasSubstr("Not judged: a policy is not valid.\n"));
  EXPECT_EQ(Rules(Check(policy("Allow", "ivs"))), std::vector<std::string>{"malformed-action"});
  // Who does not want to know of it asks about the rest.
  EXPECT_THAT(Rules(Check(policy("Alow", "*"), "--ignore IAM012")),
              testing::Contains("missing-permission"));
  EXPECT_EQ(status_, 1);
}

}  // namespace
}  // namespace stackql
