// Each check of `verify` against the double of AWS: what violates it, what is fine, and what could
// not be checked.
#include <functional>

#include "verify_program.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using VerifyChecks = VerifyProgram;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/path/";

aws_double::FaultPlan Denied(const std::string& operation) {
  return {.rules = {{.fault = {.status = 400, .code = "AccessDeniedException"},
                     .count = 1000,
                     .operation = operation}}};
}

TEST_F(VerifyChecks, ReferencesByArn) {
  EXPECT_EQ(Lines(Naming(std::string(kRole) + "gone")),
            "LIV005 1:78 'Gadget/Id' refers to 'gone', but Cloud Control finds no such "
            "'AWS::IAM::Role' in 'us-east-1'.\n");
  EXPECT_EQ(Lines(Naming(std::string(kRole) + "web")), "");
  Serve({.world = Account(), .faults = Denied("GetResource")});
  EXPECT_THAT(
      Lines(Naming(std::string(kRole) + "web")),
      HasSubstr(
          "A resource of type 'AWS::IAM::Role' could not be checked: AccessDeniedException."));
}

// A host is in zones, which its schema says, and in one of the stack's own, or of none that can be
// asked for.
constexpr const char* kHosts = R"(components:
  schemas:
    Host:
      type: object
      properties:
        HostName: {type: string}
        Zones:
          type: array
          items:
            type: string
            anyOf:
            - relationshipRef: {typeName: AWS::Net::Zone, propertyPath: /properties/Id}
            - relationshipRef: {typeName: AWS::Net::Zone, propertyPath: /properties/ZoneArn}
        Alias:
          anyOf:
          - relationshipRef: {typeName: AWS::Net::Zone, propertyPath: /properties/Id}
          - relationshipRef: {typeName: AWS::Net::Zone, propertyPath: /properties/Alias}
          type: string
      x-type-name: AWS::Net::Host
      x-stackql-primary-identifier: [HostName]
      x-required-permissions: {create: [net:CreateHost], read: [net:GetHost]}
    Zone:
      type: object
      properties: {Id: {type: string}, ZoneArn: {type: string}, Alias: {type: string}}
      x-type-name: AWS::Net::Zone
      x-stackql-primary-identifier: [Id]
      x-read-only-properties: [Id]
      x-required-permissions: {create: [net:CreateZone], read: [net:GetZone]}
  x-stackQL-resources:
    hosts: {x-cfn-type-name: AWS::Net::Host, x-identifiers: [HostName], x-type: cloud_control,
            sqlVerbs: {insert: [one]}}
    zones: {x-cfn-type-name: AWS::Net::Zone, x-identifiers: [Id], x-type: cloud_control,
            sqlVerbs: {insert: [one]}}
)";

TEST_F(VerifyChecks, ReferencesByIdentifier) {
  folder_.Write(".stackql/src/awscc/v26.03.00379/services/net.yaml", kHosts);
  const auto host = [](const std::string& property, const std::string& value) {
    return "INSERT INTO awscc.net.hosts (HostName, " + property + ", region)\nSELECT 'a', '" +
           value + "', 'us-east-1';\n";
  };
  aws_double::World world = Account();
  world.types.push_back({.name = "AWS::Net::Zone", .primary = {"Id"}});
  world.resources.push_back({.type = "AWS::Net::Zone", .properties = R"({"Id": "z-1"})"});
  Serve({.world = world});
  EXPECT_EQ(
      Lines(host("Zones", R"(["z-1", "z-2", "alias/z", "{{ zone }}"])"), "--checks references"),
      "LIV005 2:23 'Zones/*' seems to refer to 'z-2', but Cloud Control finds no such "
      "'AWS::Net::Zone' in 'us-east-1'.\n");
  EXPECT_EQ(server_->journal().Count("GetResource"), 2);
  EXPECT_EQ(Lines(host("Alias", "z-2"), "--checks references"), "") << "it may be an alias";
  EXPECT_EQ(Lines("INSERT INTO awscc.net.zones (Alias, region) SELECT 'b', 'us-east-1';\n" +
                      host("Zones", R"(["z-2"])"),
                  "--checks references"),
            "")
      << "it may be what the stack creates";
  Serve({.world = world, .faults = Denied("GetResource")});
  EXPECT_THAT(Lines(host("Zones", R"(["z-1"])"), "--checks references"),
              HasSubstr("LIV004 2:16 A resource of type 'AWS::Net::Zone' could not be checked"));
}

// What the built-in types name needs no provider documents.
TEST_F(VerifyChecks, StorageConfigurationsOfStages) {
  const auto stage = [](const std::string& id) {
    return R"(INSERT INTO awscc.ivs.stages (AutoParticipantRecordingConfiguration, region)
SELECT '{"StorageConfigurationArn": "arn:aws:ivs:us-east-1:123456789012:storage-configuration/)" +
           id + R"("}', 'us-east-1';)";
  };
  EXPECT_EQ(Lines(stage("AbCd"), "--checks references"), "");
  EXPECT_THAT(Lines(stage("Gone"), "--checks references"),
              AllOf(HasSubstr("LIV005 2:38 "),
                    HasSubstr("Cloud Control finds no such 'AWS::IVS::StorageConfiguration'")));
}

// Of what is not the caller's, not a resource, or the stack's own, nothing is asked.
TEST_F(VerifyChecks, ReferencesThatCannotBeAskedFor) {
  for (const char* text :
       {"arn:aws:iam::999999999999:role/web", "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "arn:aws:iam::123456789012:role/*", "arn:aws:nothing:::x", "arn:aws:iam::", "arn:",
        "arn:aws:sqs:us-east-1:123456789012:queue", "arn:aws:iam::123456789012:role/{{ role }}"}) {
    EXPECT_EQ(Lines(Naming(text), "--checks references"), "") << text;
  }
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);
  const std::string role =
      "INSERT INTO awscc.iam.roles (RoleName, region) SELECT 'gone', 'us-east-1';\n";
  EXPECT_EQ(Lines(role + Naming(std::string(kRole) + "gone"), "--checks references"), "");
}

TEST_F(VerifyChecks, OnlyThoseThatAreNamed) {
  const std::string query = ReadOf("demo.widgets", "none") + Create("one", "4");
  EXPECT_EQ(Lines(query, "--checks exists").substr(0, 11), "LIV001 1:82");
  EXPECT_EQ(Lines(query, "--checks collisions").substr(0, 10), "LIV002 2:1");
  EXPECT_EQ(Lines(query, "--checks drift").substr(0, 6), "LIV003");
  EXPECT_EQ(Lines(query, "--checks schemas"), "");
  EXPECT_EQ(server_->journal().Count("DescribeType"), 1);
  const Outcome wrong = With(query, "--checks everything");
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.text,
              HasSubstr("'everything' is not a valid value for '--checks': expected exists,"));
}

TEST_F(VerifyChecks, LiveValuesAreShownIfAsked) {
  const Outcome outcome = With(Create("two", "5"), "--show-values");
  EXPECT_THAT(outcome.text, HasSubstr("It can only be set when the resource is created. It is 4."));
  EXPECT_THAT(With(Create("two", "5")).text,
              AllOf(Not(HasSubstr("It is")), HasSubstr("Use --show-values to see AWS's value.")));
}

TEST_F(VerifyChecks, TypesThatARegionLacks) {
  aws_double::World world = Account();
  std::erase_if(world.types, [](const auto& type) { return type.name == "AWS::Demo::Widget"; });
  Serve({.world = world});
  EXPECT_EQ(Lines(Create("new", "1"), "--checks schemas"),
            "LIV007 1:13 The resource type 'AWS::Demo::Widget' is not available in 'us-east-1'.\n");
  world = Account();
  world.types[0].provisioning = "NON_PROVISIONABLE";
  Serve({.world = world});
  EXPECT_THAT(Lines(Create("new", "1"), "--checks schemas"), HasSubstr("Cloud Control does not"));
  Serve({.world = Account(), .faults = Denied("DescribeType")});
  EXPECT_THAT(Lines(Create("new", "1"), "--checks schemas"),
              HasSubstr("The schema of 'AWS::Demo::Widget' could not be checked"));
}

// --- schemas -------------------------------------------------------------------------------------

// AWS with another schema of widgets.
aws_double::World WithSchema(const std::function<void(nlohmann::json& schema)>& change) {
  aws_double::World world = Account();
  auto schema = nlohmann::json::parse(kWidgetSchema);
  change(schema);
  world.types[0].schema = schema.dump();
  return world;
}

TEST_F(VerifyChecks, SchemasThatChanged) {
  Serve({.world = WithSchema([](auto& schema) {
           schema["properties"]["Name"]["maxLength"] = 5;
           schema["properties"]["Extra"] = {{"type", "string"}};
           schema["required"].push_back("Own");
           schema["handlers"]["create"]["permissions"].push_back("demo:TagWidget");
         })});
  const nlohmann::json findings = Findings(Create("new", "1"), "--checks schemas");
  ASSERT_EQ(findings.size(), 1U) << findings;
  EXPECT_EQ(findings[0]["rule"], "LIV006");
  EXPECT_EQ(findings[0]["column"], 13);
  EXPECT_EQ(findings[0]["message"],
            "The schema of 'AWS::Demo::Widget' in 'us-east-1' differs from the one this stack was "
            "checked with: /Extra is new.");
  EXPECT_EQ(findings[0]["help"],
            "Also: /Name: maxLength 5, was none; /Own is now required; permissions to create "
            "gained demo:TagWidget. Run 'stackql-lint catalog pull' to download the provider's "
            "newest documents.");
}

TEST_F(VerifyChecks, SchemasWithAnotherHandler) {
  Serve({.world = WithSchema([](auto& schema) {
           schema["handlers"]["list"] = {{"permissions", {"demo:ListWidgets"}}};
         })});
  const nlohmann::json findings = Findings(Create("new", "1"), "--checks schemas");
  ASSERT_EQ(findings.size(), 1U) << findings;
  EXPECT_THAT(findings[0]["message"].get<std::string>(),
              testing::EndsWith("checked with: there is a handler for list now."));
}

TEST_F(VerifyChecks, SchemasThatAreDeprecated) {
  aws_double::World world = Account();
  world.types[0].deprecated = "DEPRECATED";
  Serve({.world = world});
  EXPECT_EQ(Lines(Create("new", "1"), "--checks schemas"),
            "LIV006 1:13 'AWS::Demo::Widget' is deprecated in 'us-east-1'.\n");
}

TEST_F(VerifyChecks, SchemasThatCannotBeRead) {
  for (const char* schema : {"{}", R"({"typeName": "AWS::Demo::Gadget", "properties": {}})"}) {
    Serve({.world = WithSchema([&](auto& whole) { whole = nlohmann::json::parse(schema); })});
    EXPECT_EQ(Lines(Create("new", "1"), "--checks schemas"),
              "LIV004 1:13 The schema of 'AWS::Demo::Widget' could not be checked: AWS did not "
              "return a schema of it.\n");
    EXPECT_THAT(With(Create("new", "1"), "--checks schemas --strict").text,
                AllOf(HasSubstr("error[LIV004]"), HasSubstr("could not check 1.")));
  }
}

// --- permissions ---------------------------------------------------------------------------------

constexpr const char* kDeployer = "arn:aws:iam::123456789012:role/ci/deploy";

aws_double::World Simulating(std::map<std::string, aws_double::Decision> decisions) {
  aws_double::World world = Account();
  world.principals = {world.caller, kDeployer};
  world.roles = {{"deploy", kDeployer}};
  world.decisions = std::move(decisions);
  return world;
}

const std::string kStage =
    "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'new', 'us-east-1';\n";

TEST_F(VerifyChecks, Permissions) {
  std::map<std::string, aws_double::Decision> all = {{"cloudformation:CreateResource", {}},
                                                     {"ivs:CreateStage", {}},
                                                     {"ivs:GetStage", {}},
                                                     {"ivs:TagResource", {}},
                                                     {"ivs:ListTagsForResource", {}}};
  Serve({.world = Simulating(all)});
  EXPECT_EQ(Lines(kStage, "--checks permissions"), "");
  EXPECT_EQ(server_->journal().Count("SimulatePrincipalPolicy"), 2) << "one a resource";
  EXPECT_EQ(server_->journal().Count("GetResource"), 0);

  all.erase("ivs:CreateStage");
  Serve({.world = Simulating(all)});
  EXPECT_EQ(Lines(kStage, "--checks permissions"),
            "LIV008 1:13 IAM's simulation does not allow 'arn:aws:iam::********9012:user/canary' "
            "to use 'ivs:CreateStage' on 'arn:aws:ivs:us-east-1:********9012:stage/*'.\n");
  EXPECT_THAT(Lines(kStage, std::string("--checks permissions --principal-arn ") + kDeployer),
              HasSubstr("'arn:aws:iam::********9012:role/ci/deploy'"));
}

TEST_F(VerifyChecks, PermissionsThatHangOnTheDeploy) {
  Serve({.world = Simulating(
             {{"cloudformation:CreateResource", {}},
              {"demo:CreateWidget",
               {.decision = "implicitDeny", .missing_context = {"aws:RequestTag/team"}}}})});
  const Outcome outcome = With(Create("new", "1"), "--checks permissions");
  EXPECT_THAT(outcome.text, AllOf(HasSubstr("no findings"),
                                  HasSubstr("Left out: 1 permission whose conditions")));
}

// Sessions of roles leave out the path, which IAM has to be asked for.
TEST_F(VerifyChecks, PermissionsOfASession) {
  aws_double::World world =
      Simulating({{"cloudformation:CreateResource", {}}, {"demo:CreateWidget", {}}});
  world.caller = "arn:aws:sts::123456789012:assumed-role/deploy/session";
  Serve({.world = world});
  EXPECT_EQ(Lines(Create("new", "1"), "--checks permissions"), "");
  EXPECT_EQ(server_->journal().Count("GetRole"), 1);
  world.roles.clear();
  Serve({.world = world});
  EXPECT_THAT(Lines(Create("new", "1"), "--checks permissions"),
              HasSubstr("The permissions of 'the caller' could not be checked: NoSuchEntity."));
  world.caller = "arn:aws:iam::123456789012:root";
  Serve({.world = world});
  EXPECT_THAT(With(Create("new", "1"), "--checks permissions").text, HasSubstr("--principal-arn"));
}

// --- policies ------------------------------------------------------------------------------------

aws_double::PolicyFinding Finding(const std::string& within, const std::string& type, int begin,
                                  int end) {
  return {.within = within,
          .json = R"({"findingType":")" + type + R"(","issueCode":"A_CODE",)" +
                  R"("findingDetails":"Think of it.","learnMoreLink":"https://x.example",)" +
                  R"("locations":[{"path":[],"span":{"start":{"line":1,"column":0,"offset":)" +
                  std::to_string(begin) + R"(},"end":{"line":1,"column":0,"offset":)" +
                  std::to_string(end) + "}}}]}"};
}

TEST_F(VerifyChecks, PoliciesInFiles) {
  const std::string policy =
      "{\n \"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": "
      "\"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}\n";
  folder_.Write("role.json", policy);
  const int at = static_cast<int>(policy.find("\"s3:*\""));
  aws_double::World world = Account();
  world.findings = {Finding("s3:*", "SECURITY_WARNING", at, at + 6),
                    Finding("Effect", "ERROR", 0, 9999), Finding("Version", "SUGGESTION", 0, 1)};
  world.findings_page = 1;
  Serve({.world = world});
  EXPECT_EQ(Lines(Create("new", "1"), "--checks policies --policy role.json"),
            "LIV011 1:1 Access Analyzer reports 'A_CODE' for this policy.\n"
            "LIV009 3:3 Access Analyzer reports 'A_CODE' for this policy.\n"
            "LIV010 3:46 Access Analyzer reports 'A_CODE' for this policy.\n");
  EXPECT_EQ(With(Create("new", "1"), "--checks policies --policy role.json").status, 1);
  EXPECT_EQ(With(Create("new", "1"), "--checks policies --policy none.json").status, 3);
}

TEST_F(VerifyChecks, PoliciesThatWouldBeGenerated) {
  EXPECT_EQ(Lines(Create("new", "1"), "--checks policies"), "");
  EXPECT_EQ(server_->journal().Count("ValidatePolicy"), 1);
  aws_double::World world = Account();
  world.findings = {Finding("demo:CreateWidget", "WARNING", 1, 2)};
  Serve({.world = world});
  EXPECT_EQ(Lines(Create("new", "1"), "--checks policies"),
            "LIV010 1:13 Access Analyzer reports 'A_CODE' for the policy that is generated for "
            "this stack.\n");
  Serve({.world = Account(), .faults = Denied("ValidatePolicy")});
  EXPECT_THAT(Lines(Create("new", "1"), "--checks policies"),
              HasSubstr("A policy could not be checked: AccessDeniedException."));
  EXPECT_EQ(With(Create("new", "1"), "--checks policies --strict").status, 1);
}

// --- reports -------------------------------------------------------------------------------------

TEST_F(VerifyChecks, CommentsSuppressWhatAwsSays) {
  const std::string query = "/* stackql-lint: ignore-file[live-missing] it comes later */\n" +
                            ReadOf("demo.widgets", "none");
  EXPECT_EQ(Lines(query), "");
  EXPECT_THAT(With(query).text, HasSubstr("1 suppressed"));
  const Outcome check = RunProgram(folder_.path().string(), "check x.iql --no-config");
  EXPECT_EQ(check.status, 0);
  EXPECT_THAT(check.text, Not(HasSubstr("unused-suppression")));
}

TEST_F(VerifyChecks, OneReportHasBoth) {
  const std::string query = ReadOf("demo.widgets", "none") + Create("one", "99");
  const std::string both = Lines(query, "--with-check");
  EXPECT_THAT(both, AllOf(HasSubstr("LIV001"), HasSubstr("LIV002"), HasSubstr("RES006")));
  EXPECT_THAT(Lines(query), Not(HasSubstr("RES006")));
}

}  // namespace
}  // namespace stackql
