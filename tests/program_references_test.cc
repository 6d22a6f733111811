// Exports whose columns are of another kind than the property that they reach.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/action_facts.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Files = std::map<std::string, std::string>;

constexpr const char* kHead = "version: 1\nname: demo\nproviders: [awscc]\nresources:\n";

// A bucket that exports its name and ARN, and the query file of what uses them.
Files Using(const std::string& consumer, const std::string& props = "",
            const std::string& exports = "[bucket_name, {arn: bucket_arn}]") {
  return {{"stackql_manifest.yml",
           kHead + ("- {name: files, exports: " + exports + "}\n") + "- name: consumer\n" + props},
          {"resources/files.iql",
           "/*+ exists */\n"
           "SELECT bucket_name, arn FROM awscc.s3.buckets\n"
           "WHERE region = 'us-east-1' AND Identifier = 'demo-files';\n"
           "/*+ create */\n"
           "INSERT INTO awscc.s3.buckets (BucketName, region) SELECT 'demo-files', 'us-east-1';\n"
           "/*+ exports */\n"
           "SELECT bucket_name, arn FROM awscc.s3.buckets\n"
           "WHERE region = 'us-east-1' AND Identifier = '{{ this.bucket_name }}';\n"},
          {"resources/consumer.iql", consumer}};
}

// A consumer that creates a function.
std::string Function(const std::string& columns, const std::string& values) {
  return "/*+ exists */\n"
         "SELECT function_name FROM awscc.lambda.functions_list_only WHERE region = 'us-east-1';\n"
         "/*+ create */\n"
         "INSERT INTO awscc.lambda.functions (Code, " +
         columns +
         ", region)\n"
         "SELECT '{\"S3Bucket\": \"demo-code\", \"S3Key\": \"f.zip\"}', " +
         values + ", 'us-east-1';\n";
}

// The bytes at which exports of another kind are found.
std::vector<std::string> Found(const Files& files) {
  const Report report = Lint(files);
  std::vector<std::string> found;
  for (const Finding& finding : report.findings) {
    if (finding.name == "wrong-reference" || finding.name == "malformed-identifier") {
      found.push_back(Covered(report, finding));
    }
  }
  return found;
}

constexpr const char* kMapped = "[{bucket_name: bucket_name}, {arn: bucket_arn}]";

TEST(References, AreFoundWhereTheyReachAProperty) {
  const std::string role = Function("Role", "'{{ bucket_arn }}'");
  EXPECT_THAT(Found(Using(role, "", kMapped)), ElementsAre("{{ bucket_arn }}"));
  EXPECT_THAT(Found(Using(Function("Role", "'{{files.bucket_arn}}'"), "", kMapped)),
              ElementsAre("{{files.bucket_arn}}"));
  EXPECT_THAT(
      Found(Using(Function("VpcConfig", "'{\"SubnetIds\": [\"{{ bucket_arn }}\"]}'"), "", kMapped)),
      ElementsAre("{{ bucket_arn }}"));
}

TEST(References, AreFoundThroughProps) {
  const std::string role = Function("Role", "'{{ role }}'");
  EXPECT_THAT(Found(Using(role, "  props: [{name: role, value: '{{ bucket_arn }}'}]\n", kMapped)),
              ElementsAre("{{ bucket_arn }}"));
  const std::string layers = Function("Layers", "'{{ layers }}'");
  const std::string list = "  props: [{name: layers, value: ['{{ bucket_arn }}']}]\n";
  EXPECT_THAT(Found(Using(layers, list, kMapped)), ElementsAre("{{ bucket_arn }}"));
  const std::string within = "  props: [{name: vpc, value: {SubnetIds: ['{{ bucket_arn }}']}}]\n";
  EXPECT_THAT(Found(Using(Function("VpcConfig", "'{{ vpc }}'"), within, kMapped)),
              ElementsAre("{{ bucket_arn }}"));
}

// A consumer of any type, with one property that is given.
std::string Creating(const std::string& table, const std::string& property) {
  return "/*+ create */\nINSERT INTO awscc." + table + " (" + property +
         ", region) SELECT '{{ bucket_arn }}', 'us-east-1';\n";
}

TEST(References, AreFoundInPropertiesThatAreCalledByTheTypeOfTheArn) {
  for (const auto& [table, property] : std::map<std::string, std::string>{
           {"workspacesweb.portals", "NetworkSettingsArn"},
           {"aps.resource_policies", "WorkspaceArn"},
           {"stepfunctions.state_machine_aliases", "StateMachineArn"},
           {"ec2.transit_gateway_vpc_attachments", "TransitGatewayId"},
           {"transfer.users", "Role"}}) {
    EXPECT_THAT(Found(Using(Creating(table, property), "", kMapped)),
                ElementsAre("{{ bucket_arn }}"))
        << table;
  }
  // These take the ARNs of streams and functions as well, or nothing.
  EXPECT_THAT(Found(Using(Creating("logs.subscription_filters", "DestinationArn"), "", kMapped)),
              IsEmpty());
}

TEST(References, SayHowManyDigitsAnIdHas) {
  const auto help = [](const std::string& id) {
    const Report report =
        Lint({{"q.iql",
               "INSERT INTO awscc.ec2.nat_gateways (ConnectivityType, SubnetId, region)\n"
               "SELECT 'private', '" +
                   id + "', 'us-east-1';\n"}});
    return report.findings.empty() ? std::string("none") : report.findings[0].help;
  };
  EXPECT_EQ(help("subnet-0ddd3333eeee4444"), "Expected 8 or 17 digits after 'subnet-', found 16.");
  EXPECT_EQ(help("vpc-0ddd3333eeee4444"), "");
  EXPECT_EQ(help("subnet-0ddd3333eeee4444x"), "");
  EXPECT_EQ(help("subnet-0ddd3333eeee44445"), "none");
}

TEST(References, CountWithTheTextAroundThem) {
  const std::string text = "'arn:aws:iam::123456789012:role/{{ X }}'";
  const auto role = [&](const std::string& name) {
    std::string value = text;
    return Function("Role", value.replace(value.find('X'), 1, name));
  };
  EXPECT_THAT(Found(Using(role("bucket_arn"), "", kMapped)),
              ElementsAre("arn:aws:iam::123456789012:role/{{ bucket_arn }}"));
  EXPECT_THAT(Found(Using(role("bucket_name"), "", kMapped)), IsEmpty());
}

TEST(References, AreFoundInIdentifiers) {
  Files files = Using("/*+ exists */\nSELECT 1 AS count;\n", "", kMapped);
  files["resources/files.iql"] +=
      "/*+ delete */\nDELETE FROM awscc.s3.buckets WHERE region = "
      "'us-east-1' AND Identifier = '{{ bucket_arn }}';\n";
  EXPECT_THAT(Found(files), ElementsAre("{{ bucket_arn }}"));
  files["resources/files.iql"] +=
      "/*+ statecheck */\nSELECT count(*) AS count FROM awscc.s3.buckets WHERE region = "
      "'us-east-1' AND Identifier = '{{ this.arn }}';\n";
  EXPECT_THAT(Found(files), ElementsAre("{{ bucket_arn }}", "{{ this.arn }}"));
}

// The schema says nothing of IDs of subnets, but they have a format.
TEST(References, AreFoundInIdentifiersThatHaveAFormatOnly) {
  const auto found = [](const std::string& text) {
    Files files = Using("/*+ exists */\nSELECT 1 AS count;\n", "", kMapped);
    files["resources/files.iql"] +=
        "/*+ delete */\nDELETE FROM awscc.ec2.subnets WHERE region = 'us-east-1' AND Identifier = "
        "'" +
        text + "';\n";
    return Found(files);
  };
  EXPECT_THAT(found("{{ bucket_arn }}"), ElementsAre("{{ bucket_arn }}"));
  EXPECT_THAT(found("{{ subnet_id }}"), IsEmpty());
  EXPECT_THAT(found("subnet-{{ bucket_name }}"), IsEmpty());
}

TEST(References, SayWhichColumnToExport) {
  Files files = Using(Function("Handler", "'f.main'"), "", kMapped);
  files["resources/consumer.iql"] =
      "/*+ exists */\nSELECT name FROM awscc.cloudtrail.trails_list_only WHERE region = "
      "'us-east-1';\n/*+ create */\nINSERT INTO awscc.cloudtrail.trails (IsLogging, S3BucketName, "
      "region) SELECT 'true', '{{ bucket_arn }}', 'us-east-1';\n";
  for (const Finding& finding : Lint(files).findings) {
    if (finding.name != "wrong-reference") continue;
    EXPECT_EQ(finding.message,
              "'S3BucketName' must be the name of an AWS::S3::Bucket, but "
              "'{{ bucket_arn }}' holds 'Arn' of AWS::S3::Bucket.");
    EXPECT_EQ(finding.help, "Use the export 'bucket_name' instead.");
    ASSERT_EQ(finding.notes.size(), 1U);
    EXPECT_THAT(finding.notes[0].where.path, HasSubstr("resources/files.iql"));
    return;
  }
  ADD_FAILURE() << "nothing was found";
}

// A name has no form by which it is known: it is the name of its export that is replaced.
TEST(References, AreReplacedByTheExportOfTheRightColumn) {
  const auto advice = [](const std::string& exports) {
    Files files = Using(Function("Role", "'{{ role_name }}'"), "", exports);
    files["resources/files.iql"] =
        "/*+ exports */\nSELECT role_name, arn AS long FROM awscc.iam.roles\n"
        "WHERE region = 'us-east-1' AND Identifier = 'demo';\n";
    for (const Finding& finding : Lint(files).findings) {
      if (finding.name != "wrong-reference") continue;
      const std::string fix = finding.fix ? finding.fix->edits.at(0).text : "";
      return finding.help + " " + fix;
    }
    return std::string("nothing");
  };
  EXPECT_EQ(advice("[{role_name: role_name}, {long: role_arn}]"),
            "Use the export 'role_arn' instead. role_arn");
  EXPECT_EQ(advice("[{role_name: role_name}]"),
            "Export the column 'arn' of AWS::IAM::Role instead. ");
}

// The bytes at which exports of another kind are found in the policy of a bucket.
std::vector<std::string> FoundInPolicy(const std::string& statement) {
  const TemporaryFolder folder;
  const std::string create =
      "/*+ exists */\n"
      "SELECT bucket FROM awscc.s3.bucket_policies_list_only WHERE region = 'us-east-1';\n"
      "/*+ create */\n"
      "INSERT INTO awscc.s3.bucket_policies (Bucket, PolicyDocument, region)\n"
      "SELECT 'demo', '{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", "
      "\"Action\": \"s3:GetObject\", " +
      statement + "}]}', 'us-east-1';\n";
  for (const auto& [name, text] : Using(create, "", kMapped)) folder.Write(name, text);
  const Report report =
      Run({.paths = {folder.path().string()}, .no_config = true, .actions = &Actions()}, Builtin())
          .report;
  std::vector<std::string> found;
  for (const Finding& finding : report.findings) {
    if (finding.name == "wrong-reference") found.push_back(Covered(report, finding));
  }
  return found;
}

// A column of the same row is not suggested if it identifies another resource.
TEST(References, AreNotReplacedByWhatElseTheResourceHas) {
  const Report report = Lint(
      {{"stackql_manifest.yml",
        std::string(kHead) + "- {name: net, exports: [vpc_id, dsg]}\n- name: rule\n"},
       {"resources/net.iql",
        "/*+ exists */\nSELECT vpc_id FROM awscc.ec2.vpcs_list_only WHERE region = 'us-east-1';\n"
        "/*+ exports */\nSELECT vpc_id, default_security_group AS dsg FROM awscc.ec2.vpcs\n"
        "WHERE region = 'us-east-1' AND Identifier = '{{ this.vpc_id }}';\n"},
       {"resources/rule.iql",
        "/*+ create */\nINSERT INTO awscc.ec2.security_group_ingresses\n"
        "(GroupId, IpProtocol, CidrIp, region)\n"
        "SELECT '{{ vpc_id }}', '-1', '10.0.0.0/8', 'us-east-1';\n"}});
  const auto wrong = std::ranges::find(report.findings, "wrong-reference", &Finding::name);
  ASSERT_NE(wrong, report.findings.end());
  EXPECT_EQ(Covered(report, *wrong), "{{ vpc_id }}");
  EXPECT_EQ(wrong->help, "");
  EXPECT_FALSE(wrong->fix.has_value());
}

TEST(References, AreFoundInPolicies) {
  const std::string all = R"("Principal": "*", "Resource": )";
  EXPECT_THAT(FoundInPolicy(all + R"("{{ bucket_name }}/*")"), ElementsAre("{{ bucket_name }}/*"));
  EXPECT_THAT(FoundInPolicy(all + R"(["a", "arn:aws:s3:::{{ bucket_arn }}"])"),
              ElementsAre("arn:aws:s3:::{{ bucket_arn }}"));
  EXPECT_THAT(FoundInPolicy(all + R"(["{{ bucket_arn }}/*", "{{ bucket_arn }}", "*",
                                      "arn:aws:s3:::{{ bucket_name }}/*", "{{ other }}/*"])"),
              IsEmpty());
  const std::string some = R"("Resource": "*", "Principal": {"AWS": )";
  EXPECT_THAT(FoundInPolicy(some + R"(["*", "{{ bucket_arn }}"]})"),
              ElementsAre("{{ bucket_arn }}"));
  EXPECT_THAT(FoundInPolicy(some + R"("arn:aws:iam::123456789012:role/{{ bucket_name }}"})"),
              IsEmpty());
}

TEST(References, OfTheRightKindAreSilent) {
  EXPECT_THAT(
      Found(Using(Function("Code", "'{\"S3Bucket\": \"{{ bucket_name }}\"}'"), "", kMapped)),
      IsEmpty());
  EXPECT_THAT(Found(Using(Function("Description", "'{{ bucket_arn }}'"), "", kMapped)), IsEmpty());
}

// What a filter makes of it, what is not a column of one table, and what is there in some
// environments only, may be anything.
TEST(References, ThatAreNotKnownAreSilent) {
  for (const std::string name :
       {"bucket_arn | upper", "bucket_arn | replace(from='s3', to='iam')", "nothing"}) {
    EXPECT_THAT(Found(Using(Function("Role", "'{{ " + name + " }}'"), "", kMapped)), IsEmpty())
        << name;
  }
  for (const std::string query :
       {"SELECT 'x' AS arn", "SELECT bucket_name || 'x' AS arn FROM awscc.s3.buckets",
        "SELECT arn FROM awscc.s3.buckets UNION SELECT arn FROM awscc.iam.roles",
        "SELECT b.arn FROM awscc.s3.buckets b JOIN awscc.iam.roles r ON r.arn = b.arn",
        "SELECT arn FROM (SELECT arn FROM awscc.iam.roles) b", "SELECT arn FROM awscc.s3.nothing",
        "SELECT arn FROM other.s3.buckets", "SELECT {{ stack_env }} FROM awscc.s3.buckets",
        "SELECT arn FROM awscc.{{ stack_env }}.buckets"}) {
    Files files = Using(Function("Role", "'{{ bucket_arn }}'"), "", "[{arn: bucket_arn}]");
    files["resources/files.iql"] = "/*+ exports */\n" + query + ";\n";
    EXPECT_THAT(Found(files), IsEmpty()) << query;
  }
}

// An export of two resources, or of one that a global or prop hides, is what is in force.
TEST(References, AreThoseOfTheNameThatIsInForce) {
  const std::string role = Function("Role", "'{{ bucket_arn }}'");
  const std::string prop =
      "  props: [{name: bucket_arn, value: 'arn:aws:iam::123456789012:role/x'}]\n";
  EXPECT_THAT(Found(Using(role, prop, kMapped)), IsEmpty());
  Files files = Using(role, "", kMapped);
  files["stackql_manifest.yml"] = kHead + std::string(
                                              "- {name: files, exports: [{arn: bucket_arn}]}\n"
                                              "- {name: role, exports: [{arn: bucket_arn}]}\n"
                                              "- {name: consumer}\n");
  files["resources/role.iql"] =
      "/*+ exports */\nSELECT arn FROM awscc.iam.roles\n"
      "WHERE region = 'us-east-1' AND Identifier = 'demo';\n";
  EXPECT_THAT(Found(files), IsEmpty());
}

// The table may be another one in another environment.
TEST(References, OfSeveralKindsThatFitAreAllNamed) {
  const auto statement = [](const std::string& key) {
    return "INSERT INTO awscc.kendra.indices (Edition, Name, RoleArn,"
           " ServerSideEncryptionConfiguration, region)\n"
           "SELECT 'DEVELOPER_EDITION', 'demo', 'arn:aws:iam::123456789012:role/demo',"
           " '{\"KmsKeyId\": \"" +
           key + "\"}', 'us-east-1';";
  };
  const Report wrong = Lint({{"q.iql", statement("demo")}});
  ASSERT_EQ(wrong.findings.size(), 1U);
  EXPECT_EQ(wrong.findings[0].message,
            "'KmsKeyId' must be the ARN of an AWS::KMS::Key, the ID of an AWS::KMS::Key or the "
            "name of an AWS::KMS::Alias, but 'demo' is not.");
  EXPECT_EQ(Covered(wrong, wrong.findings[0]), "demo");
  EXPECT_THAT(Lint({{"q.iql", statement("alias/demo")}}).findings, IsEmpty());
  const Report empty = Lint({{"q.iql", statement("")}});
  ASSERT_EQ(empty.findings.size(), 1U) << "what breaks two limits is one mistake";
  EXPECT_EQ(empty.findings[0].name, "string-length");
}

TEST(References, MustBeWrongInEveryEnvironment) {
  Files files = Using(Function("Role", "'{{ bucket_arn }}'"), "", "[{arn: bucket_arn}]");
  const std::string query =
      "/*+ exports */\n{% if stack_env == 'prod' %}SELECT arn FROM awscc.iam.roles\n"
      "WHERE region = 'us-east-1' AND Identifier = 'demo'{% else %}SELECT arn FROM awscc.X\n"
      "WHERE region = 'us-east-1' AND Identifier = 'demo'{% endif %};\n";
  const auto with = [&](const std::string& table) {
    std::string text = query;
    files["resources/files.iql"] = text.replace(text.find('X'), 1, table);
    files["stackql_manifest.yml"] =
        kHead + std::string(
                    "- name: files\n  props: [{name: kind, values: {dev: {value: x}, prod: "
                    "{value: y}}}]\n  exports: [{arn: bucket_arn}]\n- name: consumer\n");
    return Found(files);
  };
  EXPECT_THAT(with("s3.buckets"), IsEmpty());
  EXPECT_THAT(with("lambda.functions"), IsEmpty());
}

// Without quotes, the text of an export is no JSON; in a list that a prop makes of it, it is text.
TEST(References, ReachJsonWithAndWithoutQuotes) {
  EXPECT_THAT(
      Found(Using(Function("Layers", "'[{{ bucket_arn }}, \"{{ bucket_arn }}\"]'"), "", kMapped)),
      ElementsAre("{{ bucket_arn }}", "{{ bucket_arn }}"));
}

// The bytes at which a rule finds something.
std::vector<std::string> FoundBy(const std::string& rule, const Files& files) {
  const Report report = Lint(files);
  std::vector<std::string> found;
  for (const Finding& finding : report.findings) {
    if (finding.name == rule) found.push_back(Covered(report, finding));
  }
  return found;
}

std::string Policy(const std::string& bucket, const std::string& region = "us-east-1") {
  return "/*+ exists */\nSELECT bucket FROM awscc.s3.bucket_policies_list_only WHERE region = "
         "'us-east-1';\n/*+ create */\nINSERT INTO awscc.s3.bucket_policies (Bucket, "
         "PolicyDocument, region) SELECT '" +
         bucket + "', '{\"Version\": \"2012-10-17\", \"Statement\": []}', '" + region + "';\n";
}

// An export that is a property which its resource is created with is that.
TEST(References, AreTheTextThatTheirResourceIsCreatedWith) {
  const auto found = [](const std::string& one, const std::string& other) {
    Files files = Using(Policy(one), "- name: second\n", kMapped);
    files["resources/second.iql"] = Policy(other);
    return FoundBy("duplicate-resource-name", files);
  };
  EXPECT_THAT(found("{{ bucket_name }}", "demo-files"), ElementsAre("demo-files"));
  EXPECT_THAT(found("demo-files", "{{ files.bucket_name }}"),
              ElementsAre("{{ files.bucket_name }}"));
  EXPECT_THAT(found("{{ bucket_name }}", "{{ files.bucket_name }}"),
              ElementsAre("{{ files.bucket_name }}"));
  EXPECT_THAT(found("{{ bucket_name }}", "other-files"), IsEmpty());
  EXPECT_THAT(found("{{ bucket_name }}", "{{ bucket_name | upper }}"), IsEmpty());
  EXPECT_THAT(found("{{ bucket_name }}-x", "demo-files-x"), ElementsAre("demo-files-x"));
}

// The policy of a bucket that is created after it.
std::vector<std::string> FoundLate(const std::string& policy, const std::string& props = "",
                                   bool later = true) {
  Files files = Using(policy, "", kMapped);
  const std::string bucket = "- {name: files" + props + ", exports: " + kMapped + "}\n";
  const std::string consumer = "- name: consumer\n";
  files["stackql_manifest.yml"] = kHead + (later ? consumer + bucket : bucket + consumer);
  return FoundBy("late-dependency", files);
}

TEST(References, ComeAfterWhatTheyNeed) {
  EXPECT_THAT(FoundLate(Policy("demo-files")), ElementsAre("demo-files"));
  EXPECT_THAT(FoundLate(Policy("demo-files"), "", false), IsEmpty());
  EXPECT_THAT(FoundLate(Policy("other-files")), IsEmpty());
  EXPECT_THAT(FoundLate(Policy("{{ name }}")), IsEmpty());
  EXPECT_THAT(FoundLate(Policy("demo-files", "eu-west-1")), IsEmpty()) << "it may be another one";
  EXPECT_THAT(FoundLate(Policy("demo-files"), ", if: \"'{{ stack_env }}' == 'prod'\""), IsEmpty());
  EXPECT_THAT(FoundLate(Function("Description", "'demo-files'")), IsEmpty());
  EXPECT_THAT(FoundLate(Function("Role", "'arn:aws:iam::123456789012:role/demo-files'")), IsEmpty())
      << "not of this type";
}

TEST(References, ArePartsOfIdentifiers) {
  const auto found = [](const std::string& identifier) {
    Files files = Using("/*+ exists */\nSELECT 1 AS count;\n", "", kMapped);
    files["resources/consumer.iql"] +=
        "/*+ delete */\nDELETE FROM awscc.ecs.services WHERE region "
        "= 'us-east-1' AND Identifier = '" +
        identifier + "';\n";
    return Found(files);
  };
  EXPECT_THAT(found("{{ bucket_arn }}|demo"), ElementsAre("{{ bucket_arn }}"));
  EXPECT_THAT(found("demo|{{ bucket_arn }}"), ElementsAre("demo"));
  EXPECT_THAT(found("{{ nothing }}|{{ bucket_name }}"), IsEmpty());
  EXPECT_THAT(found("arn:aws:ecs:us-east-1:123456789012:service/a/b|a"), IsEmpty());
  EXPECT_THAT(found("{{ nothing }}"), IsEmpty());
  EXPECT_THAT(found(R"({"ServiceArn": "{{ bucket_arn }}", "Cluster": "demo"})"),
              ElementsAre("{{ bucket_arn }}"));
  EXPECT_THAT(found(R"({"ServiceArn": "demo", "Cluster": "{{ bucket_name }}"})"),
              ElementsAre("demo"));
  EXPECT_THAT(found(R"({"ServiceArn": "{{ nothing }}", "Cluster": "demo"})"), IsEmpty());
  EXPECT_THAT(found(R"({"Arn": "{{ nothing }}", "Cluster": "demo"})"), ElementsAre("Arn"));
  EXPECT_THAT(found(R"({"{{ nothing }}": "demo"})"), IsEmpty());
}

TEST(References, AreFoundInWhatAQueryComparesAColumnWith) {
  const auto found = [](const std::string& condition) {
    const Report report =
        Lint(Using("/*+ exists */\nSELECT COUNT(*) AS count FROM awscc.ec2.nat_gateways\n"
                   "WHERE region = 'us-east-1' AND Identifier = 'nat-0123456789abcdef0' AND " +
                       condition + ";\n",
                   "", kMapped));
    std::vector<std::string> places;
    for (const Finding& finding : report.findings) {
      if (finding.name == "never-equal") places.push_back(Covered(report, finding));
    }
    return places;
  };
  EXPECT_THAT(found("subnet_id = '{{ bucket_arn }}'"), ElementsAre("'{{ bucket_arn }}'"));
  EXPECT_THAT(found("subnet_id IN ('{{ bucket_arn }}', 'subnet-0123456789abcdef0')"),
              ElementsAre("'{{ bucket_arn }}'"));
  EXPECT_THAT(found("subnet_id = '{{ nothing }}'"), IsEmpty());
  EXPECT_THAT(found("subnet_id <> '{{ bucket_arn }}'"), IsEmpty());
  EXPECT_THAT(found("subnet_id <> ''"), IsEmpty());
  EXPECT_THAT(found("tags = '{{ bucket_arn }}'"), IsEmpty());
}

}  // namespace
}  // namespace stackql
