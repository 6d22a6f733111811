// What a permission's resource is by other calls of the stack: exports that are read back, and the
// creation of what is read, changed or deleted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr const char* kRole =
    "/*+ exists */\n"
    "SELECT count(*) AS count FROM awscc.iam.roles\n"
    "WHERE region = 'us-east-1' AND Identifier = '{{ role_name }}';\n"
    "/*+ create */\n"
    "INSERT INTO awscc.iam.roles (RoleName, AssumeRolePolicyDocument, region)\n"
    "SELECT '{{ role_name }}', '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\n"
    "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}',\n"
    "'us-east-1';\n"
    "/*+ exports */\n"
    "SELECT arn AS fn_role_arn, assume_role_policy_document AS other FROM awscc.iam.roles\n"
    "WHERE region = 'us-east-1' AND Identifier = '{{ role_name }}';\n";

class StackPermissions : public testing::Test {
 protected:
  // A stack of a role and a function that runs with what `exported` gives.
  void Write(const std::string& exported, const std::string& role = kRole) {
    folder_.Write("stackql_manifest.yml",
                  "version: 1\nname: demo\nproviders: [awscc]\nresources:\n"
                  "  - name: fn_role\n    props:\n"
                  "      - {name: role_name, value: \"demo-{{ stack_env }}\"}\n"
                  "    exports: [fn_role_arn, other]\n"
                  "  - {name: fn, props: [{name: given, value: \"{{ " +
                      exported + " }}\"}]}\n");
    folder_.Write("resources/fn_role.iql", role);
    folder_.Write("resources/fn.iql",
                  "/*+ create */\nINSERT INTO awscc.lambda.functions\n"
                  "(FunctionName, Role, Runtime, Handler, Code, region)\n"
                  "SELECT 'fn', '{{ given }}', 'python3.13', 'a.b',\n"
                  "'{\"S3Bucket\":\"code-1\",\"S3Key\":\"k\"}', 'us-east-1';\n");
  }

  // Those that the generated policy lets be passed to the function.
  std::vector<std::string> Passed(const std::string& options) {
    const Outcome outcome = RunProgram(
        folder_.path().string(), "policy generate . --no-config --account 111122223333 " + options +
                                     " 2>/dev/null; exit $?");
    const json policy = json::parse(outcome.text, nullptr, false);
    if (policy.is_discarded()) return {outcome.text};
    for (const json& statement : policy["Statement"]) {
      if (statement["Action"] != "iam:PassRole") continue;
      const json& resource = statement["Resource"];
      return resource.is_array() ? resource.get<std::vector<std::string>>()
                                 : std::vector<std::string>{resource.get<std::string>()};
    }
    return {};
  }

  TemporaryFolder folder_;
};

TEST_F(StackPermissions, NameTheRoleThatAnExportReadsBack) {
  Write("fn_role_arn");
  // Nothing says that it is this stack that made the role.
  EXPECT_THAT(Passed("--env dev"), UnorderedElementsAre("arn:aws:iam::111122223333:role/*/demo-dev",
                                                        "arn:aws:iam::111122223333:role/demo-dev"));
  EXPECT_THAT(Passed("--env dev --scope strict"),
              ElementsAre("arn:aws:iam::111122223333:role/demo-dev"));
}

TEST_F(StackPermissions, NameTheRolesOfEachEnvironment) {
  Write("fn_role_arn");
  EXPECT_THAT(Passed("--env dev --env prod --scope strict"),
              UnorderedElementsAre("arn:aws:iam::111122223333:role/demo-dev",
                                   "arn:aws:iam::111122223333:role/demo-prod"));
}

TEST_F(StackPermissions, NameNoRoleByAnotherColumn) {
  Write("other");
  EXPECT_THAT(Passed("--env dev"), ElementsAre("arn:aws:iam::111122223333:role/*"));
}

TEST_F(StackPermissions, NameNoRoleThatIsNotOnlyTheExport) {
  Write("fn_role_arn }}{{ stack_name");
  EXPECT_THAT(Passed("--env dev"), ElementsAre("arn:aws:iam::111122223333:role/*"));
}

TEST_F(StackPermissions, ChecksAskForTheFormThatTheStackGives) {
  Write("fn_role_arn");
  const auto check = [&](const std::string& role) {
    folder_.Write("p.json", R"({"Version":"2012-10-17","Statement":[)"
                            R"({"Effect":"Allow","NotAction":"iam:*","Resource":"*"},)"
                            R"({"Effect":"Allow","Action":"iam:*","Resource":")" +
                                role + R"("}]})");
    return RunProgram(
        folder_.path().string(),
        "policy check . --no-config --policy p.json --env dev --account 111122223333");
  };
  const Outcome right = check("arn:aws:iam::111122223333:role/demo-dev");
  EXPECT_THAT(right.text, HasSubstr("Covered:"));
  EXPECT_THAT(check("arn:aws:iam::111122223333:role/team/demo-dev").text, HasSubstr("IAM001"));
  // Nor can it be told without the creation.
  std::string role = kRole;
  role.erase(role.find("/*+ create"), role.find("/*+ exports") - role.find("/*+ create"));
  Write("fn_role_arn", role);
  EXPECT_THAT(check("arn:aws:iam::111122223333:role/demo-dev").text,
              HasSubstr("depends on which form of its ARN"));
}

// A resource that is found by an identifier, and then read and deleted by what was found.
struct Made {
  std::string name = {};
  std::string table = {};
  std::string identifier = {};  // as the exists query has it
  std::string column = {};      // that it captures
  std::string properties = {};
  std::string values = {};
  std::string exports = {};  // "arn AS it"; empty: none
};

const Made kFiles = {.name = "files",
                     .table = "s3.buckets",
                     .identifier = "demo-{{ stack_env }}",
                     .column = "bucket_name",
                     .properties = "BucketName",
                     .values = "'demo-{{ stack_env }}'",
                     .exports = "bucket_name AS files_name, arn AS files_arn"};
const Made kFunction = {.name = "function",
                        .table = "lambda.functions",
                        .identifier = "demo",
                        .column = "function_name",
                        .properties = "FunctionName, Role, Runtime, Handler, Code",
                        .values =
                            "'demo', 'arn:aws:iam::111122223333:role/r', 'python3.13', 'a.b', "
                            "'{\"S3Bucket\": \"code\", \"S3Key\": \"k\"}'",
                        .exports = "function_name AS fn_name, arn AS fn_arn"};

// Which resources the policy of a stack allows an action on.
class ReadBack : public testing::Test {
 protected:
  void Write(const std::vector<Made>& all) {
    std::string manifest = "version: 1\nname: demo\nproviders: [awscc]\nresources:\n";
    for (const Made& made : all) {
      std::string exported;  // the names behind AS
      for (size_t at = made.exports.find(" AS "); at != std::string::npos;
           at = made.exports.find(" AS ", at + 1)) {
        const size_t end = std::min(made.exports.find(',', at), made.exports.size());
        exported += (exported.empty() ? "" : ", ") + made.exports.substr(at + 4, end - at - 4);
      }
      manifest += "  - {name: " + made.name + ", exports: [" + exported + "]}\n";
      const std::string from = " FROM awscc." + made.table + " WHERE region = 'us-east-1' AND ";
      const std::string found = from + "Identifier = '{{ this." + made.column + " }}';\n";
      folder_.Write(
          "resources/" + made.name + ".iql",
          "/*+ exists */\nSELECT " + made.column + from + "Identifier = '" + made.identifier +
              "';\n/*+ create */\nINSERT INTO awscc." + made.table + " (" + made.properties +
              ", region)\nSELECT " + made.values + ", 'us-east-1';\n" +
              (made.exports.empty() ? "" : "/*+ exports */\nSELECT " + made.exports + found) +
              "/*+ delete */\nDELETE" + found);
    }
    folder_.Write("stackql_manifest.yml", manifest);
  }

  std::vector<std::string> On(const std::string& action, const std::string& environments) {
    const Outcome outcome = RunProgram(folder_.path().string(),
                                       "policy generate . --no-config --account 111122223333 " +
                                           environments + " 2>/dev/null; exit $?");
    const json policy = json::parse(outcome.text, nullptr, false);
    if (policy.is_discarded()) return {outcome.text};
    std::vector<std::string> all;
    const auto list = [](const json& element) {
      return element.is_array() ? element.get<std::vector<std::string>>()
                                : std::vector<std::string>{element.get<std::string>()};
    };
    for (const json& statement : policy["Statement"]) {
      const std::vector<std::string> actions = list(statement["Action"]);
      if (std::find(actions.begin(), actions.end(), action) == actions.end()) continue;
      for (const std::string& resource : list(statement["Resource"])) all.push_back(resource);
    }
    return all;
  }

  TemporaryFolder folder_;
};

// Its role's name is what the exists query asks for.
TEST_F(ReadBack, NamesWhatExistsFound) {
  Write({{.name = "role",
          .table = "iam.roles",
          .identifier = "demo",
          .column = "role_name",
          .properties = "RoleName, AssumeRolePolicyDocument",
          .values = "'demo', '{}'",
          .exports = "arn AS role_arn"},
         {.name = "function",
          .table = "lambda.functions",
          .identifier = "f",
          .column = "function_name",
          .properties = "FunctionName, Role, Code",
          .values = "'f', '{{ role_arn }}', '{}'"}});
  for (const char* action : {"iam:DeleteRole", "iam:PassRole"}) {
    EXPECT_THAT(On(action, "--env dev"),
                UnorderedElementsAre("arn:aws:iam::111122223333:role/*/demo",
                                     "arn:aws:iam::111122223333:role/demo"))
        << action;
  }
  EXPECT_THAT(On("lambda:DeleteFunction", "--env dev"),
              UnorderedElementsAre("arn:aws:lambda:us-east-1:111122223333:function:f",
                                   "arn:aws:lambda:us-east-1:111122223333:function:f:*"));
}

TEST_F(ReadBack, NamesABucketByWhatItExports) {
  const Made code = {
      .name = "code",
      .table = "lambda.functions",
      .identifier = "f",
      .column = "function_name",
      .properties = "FunctionName, Role, Code",
      .values = "'f', 'r', '{\"S3Bucket\": \"{{ files_name }}\", \"S3Key\": \"k\"}'"};
  const Made policy = {.name = "policy",
                       .table = "s3.bucket_policies",
                       .identifier = "{{ files_name }}",
                       .column = "bucket",
                       .properties = "Bucket, PolicyDocument",
                       .values = "'{{ files_name }}', '{}'"};
  Write({kFiles, code, policy});
  EXPECT_THAT(On("s3:GetObject", "--env dev"), ElementsAre("arn:aws:s3:::demo-dev/*"));
  for (const char* action : {"s3:PutBucketPolicy", "s3:DeleteBucketPolicy", "s3:DeleteBucket"}) {
    EXPECT_THAT(On(action, "--env dev"), ElementsAre("arn:aws:s3:::demo-dev")) << action;
    EXPECT_THAT(On(action, "--env dev --env prod"),
                UnorderedElementsAre("arn:aws:s3:::demo-dev", "arn:aws:s3:::demo-prod"))
        << action;
  }
}

TEST_F(ReadBack, NamesAFunctionInPartsOfIdentifiersAndByItsArn) {
  const std::string function = "arn:aws:lambda:us-east-1:111122223333:function:demo";
  Write({kFunction,
         {.name = "config",
          .table = "lambda.event_invoke_configs",
          .identifier = "{{ fn_name }}|$LATEST",
          .column = "function_name",
          .properties = "FunctionName, Qualifier",
          .values = "'{{ fn_name }}', '$LATEST'"},
         {.name = "permission",
          .table = "lambda.permissions",
          .identifier = "{{ fn_name }}|p",
          .column = "function_name",
          .properties = "FunctionName, Action, Principal",
          .values = "'{{ fn_arn }}', 'lambda:InvokeFunction', 'sns.amazonaws.com'"}});
  for (const char* action : {"lambda:PutFunctionEventInvokeConfig", "lambda:AddPermission"}) {
    EXPECT_THAT(On(action, "--env dev"), UnorderedElementsAre(function, function + ":*")) << action;
  }
}

TEST_F(ReadBack, NamesAQueueAndATopicByTheirIdentifiers) {
  const std::string url = "https://sqs.us-east-1.amazonaws.com/111122223333/orders";
  const std::string topic = "arn:aws:sns:us-east-1:111122223333:orders";
  Write({{.name = "queue",
          .table = "sqs.queues",
          .identifier = url,
          .column = "queue_url",
          .properties = "QueueName",
          .values = "'orders'",
          .exports = "queue_url AS url"},
         {.name = "queue_policy",
          .table = "sqs.queue_inline_policies",
          .identifier = "{{ url }}",
          .column = "queue",
          .properties = "Queue, PolicyDocument",
          .values = "'{{ url }}', '{}'"},
         {.name = "topic",
          .table = "sns.topics",
          .identifier = topic,
          .column = "topic_arn",
          .properties = "TopicName",
          .values = "'orders'",
          .exports = "topic_arn AS orders_arn"},
         {.name = "topic_policy",
          .table = "sns.topic_inline_policies",
          .identifier = "{{ orders_arn }}",
          .column = "topic_arn",
          .properties = "TopicArn, PolicyDocument",
          .values = "'{{ orders_arn }}', '{}'"}});
  EXPECT_THAT(On("sqs:SetQueueAttributes", "--env dev"),
              ElementsAre("arn:aws:sqs:us-east-1:111122223333:orders"));
  EXPECT_THAT(On("sns:SetTopicAttributes", "--env dev"), ElementsAre(topic));
}

// Nothing says which one a list finds, nor what AWS calls a subnet.
TEST_F(ReadBack, LeavesOpenWhatNoQuerySays) {
  Made files = kFiles;
  files.identifier = "{{ BUCKET }}";
  Write({files,
         {.name = "policy",
          .table = "s3.bucket_policies",
          .identifier = "{{ files_name }}",
          .column = "bucket",
          .properties = "Bucket, PolicyDocument",
          .values = "'{{ files_name }}', '{}'"}});
  EXPECT_THAT(On("s3:PutBucketPolicy", "--env dev"), ElementsAre("arn:aws:s3:::*"));
}

}  // namespace
}  // namespace stackql
