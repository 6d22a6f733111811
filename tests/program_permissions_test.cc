// `permissions` and `policy generate`: what operations need, and the policies that grant it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "support/command.h"
#include "support/places.h"
#include "support/shared_data.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kArn = "arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh";

std::string ByVerb(const std::string& verb) {
  const std::string where =
      " WHERE region = 'us-east-1' AND Identifier = '" + std::string(kArn) + "';\n";
  if (verb == "create") {
    return "INSERT INTO awscc.ivs.stages (Name, Tags, region)\n"
           "SELECT 'demo', '[{\"Key\":\"a\",\"Value\":\"b\"}]', 'us-east-1';\n";
  }
  if (verb == "read") return "SELECT name FROM awscc.ivs.stages" + where;
  if (verb == "delete") return "DELETE FROM awscc.ivs.stages" + where;
  if (verb == "list") {
    return "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n";
  }
  return "UPDATE awscc.ivs.stages SET PatchDocument = string('[{\"op\":\"replace\","
         "\"path\":\"/Name\",\"value\":\"x\"}]')" +
         where;
}

class Policies : public testing::Test {
 protected:
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  // Standard output alone.
  Outcome Written(const std::string& arguments) {
    return With(arguments + " 2>/dev/null; exit $?");
  }
  TemporaryFolder folder_;
};

// What a patch leaves alone is as the stack creates it, and a text that is not known yet names no
// other resource.
TEST_F(Policies, OfPatchesAreOnWhatTheStackCreates) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
resources:
- name: fn
- name: permission
)");
  folder_.Write("resources/fn.iql", R"(/*+ create */
INSERT INTO awscc.lambda.functions (FunctionName, Role, Code, Runtime, Handler, region)
SELECT 'f', 'arn:aws:iam::111122223333:role/r', '{"S3Bucket": "b", "S3Key": "k"}', 'python3.13', 'a.b', 'us-east-1';
/*+ update */
UPDATE awscc.lambda.functions SET PatchDocument = string('[{"op":"replace","path":"/Timeout","value":5}]')
WHERE Identifier = 'f' AND region = 'us-east-1';
)");
  folder_.Write("resources/permission.iql", R"(/*+ create */
INSERT INTO awscc.lambda.permissions (FunctionName, Action, Principal, SourceAccount, region)
SELECT 'f', 'lambda:InvokeFunction', 's3.amazonaws.com', '{{ AWS_ACCOUNT_ID }}', 'us-east-1';
)");
  const json policy = json::parse(
      Written("policy generate . --no-config --account 111122223333 --region us-east-1").text);
  std::map<std::string, std::string> resources;
  for (const json& statement : policy["Statement"]) {
    const json& action = statement["Action"];
    for (const json& one : action.is_array() ? action : json::array({action})) {
      resources[one.get<std::string>()] += statement["Resource"].dump();
    }
  }
  EXPECT_EQ(resources["iam:PassRole"], R"("arn:aws:iam::111122223333:role/r")");
  EXPECT_EQ(resources["s3:GetObject"], R"("arn:aws:s3:::b/*")");
  EXPECT_THAT(resources["lambda:AddPermission"],
              AllOf(HasSubstr("function:f"), Not(HasSubstr("function:*"))));
  // Standard error has little; a report has the rest.
  const Outcome said = With(
      "policy generate . --no-config --account 111122223333 --region us-east-1 2>&1 "
      ">/dev/null; exit $?");
  EXPECT_LE(std::count(said.text.begin(), said.text.end(), '\n'), 3) << said.text;
  EXPECT_THAT(said.text, AllOf(HasSubstr(" of 6,144 characters."), HasSubstr("--report FILE")));
}

// The policies of a stage, and their sizes.
TEST_F(Policies, OfStagesAreTheGoldenOnes) {
  const std::string begin = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)";
  const std::string next = R"(,"Resource":"*"},{"Effect":"Allow","Action":)";
  const std::string all = R"(,"Resource":"arn:aws:ivs:us-east-1:111122223333:stage/*"}]})";
  const std::string one = R"(,"Resource":")" + std::string(kArn) + "\"}]}";
  const std::vector<std::tuple<std::string, std::string, size_t, std::string>> goldens = {
      {"create", "", 276,
       begin + R"("cloudformation:CreateResource")" + next +
           R"(["ivs:CreateStage","ivs:GetStage","ivs:ListTagsForResource","ivs:TagResource"])" +
           all},
      {"read", "", 248,
       begin + R"("cloudformation:GetResource")" + next +
           R"(["ivs:GetStage","ivs:ListTagsForResource"])" + one},
      {"update", "", 307,
       begin + R"("cloudformation:UpdateResource")" + next +
           R"(["ivs:GetStage","ivs:ListTagsForResource","ivs:TagResource","ivs:UntagResource",)" +
           R"("ivs:UpdateStage"])" + one},
      {"delete", "", 248,
       begin + R"("cloudformation:DeleteResource")" + next +
           R"(["ivs:DeleteStage","ivs:UntagResource"])" + one},
      {"list", " --scope strict", 241,
       begin + R"("cloudformation:ListResources")" + next +
           R"(["ivs:ListStages","ivs:ListTagsForResource"])" + all},
      {"list", "", 241,
       begin + R"(["cloudformation:ListResources","ivs:ListStages"])" + next +
           R"("ivs:ListTagsForResource")" + all}};
  for (const auto& golden : goldens) {
    folder_.Write("x.iql", ByVerb(std::get<0>(golden)));
    const Outcome outcome = Written(
        "policy generate x.iql --account 111122223333 --format json-min" + std::get<1>(golden));
    EXPECT_EQ(outcome.status, 0) << std::get<0>(golden);
    EXPECT_EQ(outcome.text, std::get<3>(golden) + "\n") << std::get<0>(golden);
    EXPECT_EQ(outcome.text.size(), std::get<2>(golden) + 1) << std::get<0>(golden);
  }
}

TEST_F(Policies, LeaveTaggingOutOnlyWhereNoTagsAreSet) {
  const std::string untagged =
      "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', 'us-east-1';\n";
  const std::string options =
      "policy generate x.iql --account 111122223333 --format json-min "
      "--drop-unused-tags";
  folder_.Write("x.iql", untagged);
  EXPECT_EQ(Written(options).text.size(), 258U + 1);
  EXPECT_THAT(With(options).text,
              HasSubstr("Left out: ivs:TagResource of x.iql:1:13: the INSERT sets no tags, and "
                        "CloudFormation does not add any to 'AWS::IVS::Stage'."));
  EXPECT_THAT(Written("policy generate x.iql").text, HasSubstr("TagResource"));
  // Another statement does.
  folder_.Write("x.iql", untagged + ByVerb("create"));
  EXPECT_THAT(Written(options).text, HasSubstr("TagResource"));
  folder_.Write("x.iql", ByVerb("update"));
  EXPECT_THAT(Written(options).text, Not(HasSubstr("agResource")));
  // The patch is not known.
  folder_.Write("x.iql",
                "UPDATE awscc.ivs.stages SET PatchDocument = '{{ patch }}' WHERE "
                "region = 'us-east-1' AND Identifier = 'x';\n");
  EXPECT_THAT(Written(options).text, HasSubstr("UntagResource"));
  folder_.Write("x.iql",
                "INSERT INTO awscc.ivs.stages (Name, Tags, region) SELECT 'demo', "
                "'{{ tags }}', 'us-east-1';\n");
  EXPECT_THAT(Written(options).text, HasSubstr("TagResource"));
}

TEST_F(Policies, WidenWhereSomethingIsNotKnown) {
  const std::map<std::string, std::string> cases = {
      {"SELECT name FROM awscc.ivs.stages WHERE region = '{{ r }}' AND Identifier = '{{ this.a "
       "}}';",
       "arn:aws:ivs:*:*:stage/*"},
      {"SELECT name FROM awscc.ivs.stages WHERE region = 'cn-north-1' AND Identifier = '{{ x }}';",
       "arn:aws-cn:ivs:cn-north-1:*:stage/*"},
      {"SELECT name FROM awscc.ivs.stages WHERE region = 'us-gov-west-1' AND Identifier = "
       "'arn:aws-us-gov:ivs:us-gov-west-1:111122223333:stage/{{ id }}';",
       "arn:aws-us-gov:ivs:us-gov-west-1:111122223333:stage/*"},
      // No ARN of a stage: Cloud Control would not find it.
      {"SELECT name FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = "
       "'arn:aws:ivs:us-east-1:111122223333:channel/x';",
       "arn:aws:ivs:us-east-1:*:stage/*"}};
  for (const auto& entry : cases) {
    folder_.Write("x.iql", entry.first + "\n");
    EXPECT_THAT(Written("policy generate x.iql").text, HasSubstr("\"" + entry.second + "\""))
        << entry.first;
  }
}

TEST_F(Policies, SplitForAServiceRole) {
  folder_.Write("x.iql", ByVerb("create"));
  const std::string options =
      "policy generate x.iql --service-role arn:aws:iam::111122223333:role/handlers";
  EXPECT_EQ(With(options).status, 2);
  EXPECT_EQ(Written(options + " --out-dir out --account 111122223333").status, 0);
  const auto read = [&](const char* name) {
    return json::parse(
        RunProgram(folder_.path().string(), "--version >/dev/null; cat out/" + std::string(name))
            .text);
  };
  const json caller = read("caller.json");
  EXPECT_EQ(caller["Statement"][0]["Action"], "cloudformation:CreateResource");
  EXPECT_EQ(caller["Statement"][1]["Action"], "iam:PassRole");
  EXPECT_EQ(caller["Statement"][1]["Resource"], "arn:aws:iam::111122223333:role/handlers");
  EXPECT_EQ(caller["Statement"][1]["Condition"]["StringEquals"]["iam:PassedToService"],
            "cloudformation.amazonaws.com");
  EXPECT_EQ(caller["Statement"].size(), 2U);
  const json role = read("role.json");
  ASSERT_EQ(role["Statement"].size(), 1U);
  EXPECT_EQ(role["Statement"][0]["Action"].size(), 4U);
  const json trust = read("role-trust.json");
  EXPECT_EQ(trust["Statement"][0]["Principal"]["Service"], "cloudformation.amazonaws.com");
}

// A role that a statement names does what the handlers need; the caller hands it over.
TEST_F(Policies, HandOverTheRoleThatAStatementNames) {
  const std::string role = "arn:aws:iam::111122223333:role/handlers";
  const std::string where =
      " WHERE region = 'us-east-1' AND Identifier = "
      "'arn:aws:ivs:us-east-1:111122223333:stage/abcdABCDefgh'";
  const std::string patch = R"(string('[{"op":"add","path":"/Name","value":"x"}]'))";
  const std::string type = " AND TypeName = 'AWS::IVS::Stage'";
  const std::vector<std::pair<std::string, std::string>> statements = {
      {"Update", "UPDATE awscc.ivs.stages SET PatchDocument = " + patch + ", RoleArn = '" + role +
                     "'" + where},
      {"Delete", "DELETE FROM awscc.ivs.stages" + where + " AND RoleArn = '" + role + "'"},
      {"Create",
       "INSERT INTO awscc.cloud_control.resources (TypeName, DesiredState, RoleArn, "
       "region) SELECT 'AWS::IVS::Stage', string('{}'), '" +
           role + "', 'us-east-1'"},
      {"Get", "SELECT Properties FROM awscc.cloud_control.resource" + where + type +
                  " AND RoleArn = '" + role + "'"}};
  for (const auto& [call, statement] : statements) {
    folder_.Write("x.iql", statement + ";\n");
    const json policy = json::parse(Written("policy generate x.iql 2>/dev/null").text);
    ASSERT_EQ(policy["Statement"].size(), 2U) << policy.dump(1);
    EXPECT_EQ(policy["Statement"][0]["Action"], "cloudformation:" + call + "Resource");
    EXPECT_EQ(policy["Statement"][1]["Action"], "iam:PassRole");
    EXPECT_EQ(policy["Statement"][1]["Resource"], role);
    EXPECT_EQ(policy["Statement"][1]["Condition"]["StringEquals"]["iam:PassedToService"],
              "cloudformation.amazonaws.com");
  }
  // A typed INSERT does not send it.
  folder_.Write("x.iql", "INSERT INTO awscc.ivs.stages (Name, RoleArn, region) SELECT 'x', '" +
                             role + "', 'us-east-1';\n");
  EXPECT_THAT(Written("policy generate x.iql").text, Not(HasSubstr("PassRole")));
}

// Names of environments are a stranger's: none of them is a path, and no link in the folder is
// followed.
TEST_F(Policies, AreWrittenNowhereButInTheFolder) {
  namespace fs = std::filesystem;
  const std::string root = folder_.path().string();
  folder_.Write("s/resources/r.iql",
                "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT '{{ n }}', "
                "'us-east-1';\n");
  folder_.Write("s/stackql_manifest.yml", R"(version: 1
name: s
providers: [awscc]
resources:
  - name: r
    props:
      - name: n
        values:
          "a/../../escaped": {value: a}
          "../../s/resources/r": {value: a}
          "dev": {value: a}
          "DEV": {value: a}
          "link": {value: a}
          "pipe": {value: a}
          "\e[31m": {value: a}
)");
  fs::create_directories(root + "/out/policy-a");
  folder_.Write("kept", "kept");
  fs::create_symlink("../kept", root + "/out/policy-link.json");
  ASSERT_EQ(mkfifo((root + "/out/policy-pipe.json").c_str(), 0600), 0);
  const Outcome outcome = Written("policy generate s --per-environment --out-dir out");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, Not(HasSubstr("\x1b")));
  std::set<std::string> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_.path())) {
    if (entry.is_directory() && !entry.is_symlink()) continue;
    EXPECT_TRUE(entry.symlink_status().type() == fs::file_type::regular) << entry.path();
    files.insert(entry.path().lexically_relative(folder_.path()).string());
  }
  EXPECT_EQ(files, (std::set<std::string>{
                       "kept", "s/stackql_manifest.yml", "s/resources/r.iql",
                       "out/policy-%1B%5B31m.json", "out/policy-..%2F..%2Fs%2Fresources%2Fr.json",
                       "out/policy-a%2F..%2F..%2Fescaped.json", "out/policy-DEV.json",
                       "out/policy-dev~2.json", "out/policy-link.json", "out/policy-pipe.json"}));
  EXPECT_EQ(RunProgram(root, "--version >/dev/null; cat kept").text, "kept");
}

TEST_F(Policies, AreNotWrittenWithoutWhatIsNotResolved) {
  folder_.Write("x.iql", ByVerb("read") + "SELECT * FROM {{ table }} WHERE region = 'x';\n");
  const Outcome refused = With("policy generate x.iql");
  EXPECT_EQ(refused.status, 1);
  EXPECT_THAT(refused.text, HasSubstr("x.iql:2:"));
  EXPECT_THAT(refused.text, Not(HasSubstr("Version")));
  const Outcome allowed = Written("policy generate x.iql --allow-incomplete");
  EXPECT_EQ(allowed.status, 0);
  EXPECT_THAT(allowed.text, HasSubstr("ivs:GetStage"));
}

TEST_F(Policies, OfATypeLeaveOutAndNameTheOperationsOfWhichNothingIsListed) {
  const std::string type = "policy generate --type AWS::EMR::Step";
  const Outcome whole = With(type);
  EXPECT_EQ(whole.status, 0);
  EXPECT_THAT(whole.text, HasSubstr("do not list what its Read handler needs"));
  EXPECT_THAT(whole.text, HasSubstr("cloudformation:CreateResource"));
  EXPECT_EQ(With(type + " --operations read").status, 1);
}

TEST_F(Policies, KeepTheLimitOfInlinePolicies) {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    std::string arn = kArn;
    text += "DELETE FROM awscc.ivs.stages WHERE region = 'us-east-1' AND Identifier = '" + arn +
            std::to_string(i) + "';\n";
  }
  folder_.Write("x.iql", text);
  EXPECT_EQ(Written("policy generate x.iql").status, 0);
  const Outcome user = With("policy generate x.iql --inline user");
  EXPECT_EQ(user.status, 1);
  EXPECT_THAT(user.text,
              HasSubstr("inline policies of an identity can have at most 2048 together"));
  EXPECT_EQ(Written("policy generate x.iql --inline role").status, 0);
}

TEST_F(Policies, TakeConditionsWhereTheyAreSafe) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: stage
)");
  folder_.Write("resources/stage.iql", R"(/*+ exists */
SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'eu-west-1';
/*+ create */
INSERT INTO awscc.ivs.stages (Name, Tags, region)
SELECT 'demo', '[{"Key":"stackql:stack-name","Value":"{{ stack_name }}"}]', 'eu-west-1';
/*+ delete */
DELETE FROM awscc.ivs.stages WHERE region = 'eu-west-1' AND Identifier = '{{ this.arn }}';
)");
  const json tagged = json::parse(
      Written("policy generate . --env dev --condition stack-tag,requested-region").text);
  std::map<std::string, json> conditions;
  for (const json& statement : tagged["Statement"]) {
    const json actions =
        statement["Action"].is_array() ? statement["Action"] : json::array({statement["Action"]});
    for (const json& action : actions) {
      conditions[action] = statement.value("Condition", json::object());
    }
  }
  const json region = {{"aws:RequestedRegion", "eu-west-1"}};
  EXPECT_EQ(conditions["ivs:CreateStage"], (json{{"StringEquals", region}}));
  json both = region;
  both["aws:ResourceTag/stackql:stack-name"] = "demo";
  EXPECT_EQ(conditions["ivs:DeleteStage"], (json{{"StringEquals", both}}));
}

TEST_F(Policies, OfTypesNeedNoStack) {
  const Outcome outcome = Written("policy generate --type AWS::IVS::Stage --operations list,read");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_THAT(outcome.text, HasSubstr("cloudformation:ListResources"));
  EXPECT_THAT(outcome.text, HasSubstr("arn:aws:ivs:*:*:stage/*"));
  const Outcome unknown = With("policy generate --type AWS::IVS::Stages");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.text, HasSubstr("unknown resource type 'AWS::IVS::Stages'; did you mean "
                                      "'AWS::IVS::Stage'?"));
}

// What is generated for each sample stack is enough for it, by the checker.
TEST_F(Policies, OfSamplesCover) {
  const std::string documents = ProviderDocuments();
  if (documents.empty()) GTEST_SKIP() << "no documents of the provider";
  size_t stacks = 0;
  for (const auto& stack : std::filesystem::directory_iterator(
           std::string(testing_support::kSourceDir) + "/testdata/stacks")) {
    const std::string rest = " '" + stack.path().string() + "' --no-config --catalog '" +
                             documents + "' --account 111122223333";
    ASSERT_EQ(With("policy generate --inline role" + rest + " > policy.json 2> /dev/null; exit $?")
                  .status,
              0)
        << stack.path();
    const Outcome checked = With("policy check --ignore IAM026,IAM036 --policy policy.json" + rest);
    EXPECT_EQ(checked.status, 0) << stack.path();
    EXPECT_THAT(checked.text, AllOf(HasSubstr("no findings."), HasSubstr("Covered: "),
                                    HasSubstr("0 unused grants.")));
    ++stacks;
  }
  EXPECT_GT(stacks, 5);
}

TEST_F(Policies, ParseInEveryFormat) {
  folder_.Write("x.iql", ByVerb("update"));
  const Outcome sql = Written("policy generate x.iql --format stackql > p.iql");
  EXPECT_EQ(sql.status, 0);
  EXPECT_THAT(RunProgram(folder_.path().string(), "p.iql").text, HasSubstr("no findings"));
  const std::string hcl = Written("policy generate x.iql --format terraform").text;
  EXPECT_THAT(hcl, HasSubstr("data \"aws_iam_policy_document\" \"stackql\" {\n  statement {\n"));
  EXPECT_THAT(hcl, HasSubstr("resources = [\"" + std::string(kArn) + "\"]"));
  const std::string yaml = Written("policy generate x.iql --format cloudformation").text;
  EXPECT_THAT(yaml, HasSubstr("    Type: AWS::IAM::ManagedPolicy\n"));
  EXPECT_THAT(yaml, HasSubstr("            Resource: \"" + std::string(kArn) + "\"\n"));
}

TEST_F(Policies, AreReportedWithEveryPlaceThatNeedsThem) {
  folder_.Write("x.iql", ByVerb("read") + ByVerb("update"));
  EXPECT_EQ(Written("policy generate x.iql --report r.json").status, 0);
  const json report =
      json::parse(RunProgram(folder_.path().string(), "--version >/dev/null; cat r.json").text);
  size_t places = 0;
  for (const json& grant : report["grants"]) {
    if (grant["action"] != "ivs:GetStage") continue;
    places = grant["neededBy"].size();
    EXPECT_EQ(grant["reason"], "identifier");
  }
  EXPECT_EQ(places, 2U);
  EXPECT_EQ(report["policies"][0]["fewestPossible"], 1);
  EXPECT_FALSE(report["data"].empty());
}

TEST_F(Policies, PermissionsAreListedWithTheirReasons) {
  folder_.Write("x.iql", ByVerb("update"));
  const Outcome text = With("permissions x.iql");
  EXPECT_EQ(text.status, 0);
  EXPECT_EQ(text.text,
            "x.iql\n"
            "  update AWS::IVS::Stage in us-east-1\n"
            "    x.iql:1:8\n"
            "    call     cloudformation:UpdateResource\n"
            "    handler  ivs:GetStage, ivs:ListTagsForResource, ivs:TagResource,\n"
            "             ivs:UntagResource, ivs:UpdateStage\n"
            "\n"
            "1 operation needs 6 actions: 1 to make the calls, 5 in handlers.\n");
  const Outcome why = With("permissions x.iql --explain IVS:createstage");
  EXPECT_EQ(why.status, 0);
  EXPECT_THAT(why.text, HasSubstr("This stack does not need 'IVS:createstage'."));
  const Outcome unknown = With("permissions x.iql --explain ivs:CreatStage");
  EXPECT_EQ(unknown.status, 2);
  EXPECT_THAT(unknown.text,
              HasSubstr("unknown action 'ivs:CreatStage'; did you mean 'ivs:CreateStage'?"));
  EXPECT_THAT(With("permissions x.iql --explain nosuch:Thing").text,
              HasSubstr("unknown action 'nosuch:Thing'\n"));
  const Outcome stage = With("permissions x.iql --explain ivs:getstage");
  EXPECT_THAT(stage.text, HasSubstr("update AWS::IVS::Stage: the update handler"));
  EXPECT_THAT(stage.text, HasSubstr(std::string(kArn) + " (identifier)"));
  const json out = json::parse(Written("permissions x.iql --output json").text);
  ASSERT_EQ(out["operations"].size(), 1U);
  EXPECT_EQ(out["operations"][0]["verb"], "update");
  EXPECT_EQ(out["operations"][0]["frontDoor"], json::array({"cloudformation:UpdateResource"}));
  EXPECT_EQ(out["operations"][0]["handler"].size(), 5U);
}

TEST_F(Policies, KnowRegionsPartitionsAndEnvironments) {
  const std::string type = "permissions --type AWS::IVS::Stage --operations read ";
  const Outcome near = With(type + "--region eu-west-99");
  EXPECT_EQ(near.status, 2);
  EXPECT_THAT(near.text, HasSubstr("expected the name of a region; did you mean 'eu-west-1'?"));
  EXPECT_EQ(With(type + "--region ireland").status, 2);
  EXPECT_EQ(With(type + "--region us-east-1").status, 0);
  EXPECT_EQ(With(type + "--region atlantis-deep-1").status, 0) << "it may be new";
  const Outcome partition = With("policy generate --type AWS::IVS::Stage --partition awss");
  EXPECT_EQ(partition.status, 2);
  EXPECT_THAT(partition.text, HasSubstr("did you mean 'aws'?"));

  const std::string stack = std::string(kSourceDir) + "/testdata/stacks/ivs-stage-clean";
  folder_.Write("policy.json", "{}");
  for (const std::string command :
       {"permissions ", "policy generate ", "policy check --policy policy.json "}) {
    EXPECT_THAT(With(command + "--env pord '" + stack + "'").text,
                HasSubstr("no stack names the environment 'pord'; did you mean 'prod'?"))
        << command;
    EXPECT_THAT(With(command + "--env prod '" + stack + "'").text, Not(HasSubstr("no stack")));
  }
}

TEST_F(Policies, AreListedWithTheEnvironmentsThatTheyAreOf) {
  const std::string stack = std::string(kSourceDir) + "/testdata/stacks/ivs-stage-clean";
  EXPECT_THAT(Written("permissions -o markdown '" + stack + "'").text,
              AllOf(HasSubstr("only in `dev` |"), HasSubstr("only in `prod` |")));
}

TEST_F(Policies, OfTypesAreWrittenNowhere) {
  const std::string type = "permissions --type AWS::IVS::Stage --operations read ";
  EXPECT_EQ(Written(type).text.find("  read AWS::IVS::Stage\n    call "), 0U);
  EXPECT_THAT(Written(type + "--explain ivs:GetStage").text,
              HasSubstr("needed by\n  read AWS::IVS::Stage: the read handler\n"));
  const json listed = json::parse(Written(type + "-o json").text)["operations"][0];
  EXPECT_EQ(listed["verb"], "read");
  EXPECT_FALSE(listed.contains("file") || listed.contains("line"));
}

}  // namespace
}  // namespace stackql
