// What a permission's resource is by other calls of the stack: exports that are read back, and the
// creation of what is read, changed or deleted.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace stackql
