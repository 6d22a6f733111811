// Policies written into properties: as text, as an object, from a file, in a patch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

class PropertyPolicies : public testing::Test {
 protected:
  // "IAM014 file.iql 'the text'" of what is found about policies.
  std::vector<std::string> Found() {
    const Outcome outcome = RunProgram(folder_.path().string(),
                                       "check . --no-config --output json 2>/dev/null; exit $?");
    const json report = json::parse(outcome.text);
    std::vector<std::string> found;
    for (const json& finding : report["findings"]) {
      const std::string rule = finding["rule"];
      if (!rule.starts_with("IAM") && !rule.starts_with("SEC")) continue;
      const std::string path = finding["file"];
      const std::string text = Read(path);
      const size_t begin = finding["offset"];
      const size_t end = finding["endOffset"];
      found.push_back(rule);
      found.back() += " " + path + " " + text.substr(begin, end - begin);
    }
    return found;
  }
  std::string Read(const std::string& path) const {
    std::ifstream file(folder_.path() / path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  TemporaryFolder folder_;
};

constexpr const char* kStatement =
    R"({"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::b/*"})";

TEST_F(PropertyPolicies, InText) {
  folder_.Write(
      "a.iql",
      "INSERT INTO awscc.iam.role_policies (PolicyName, RoleName, PolicyDocument, region)\n"
      "SELECT 'p', 'r', '{\"Version\": \"2012-10-17\", \"Statement\": [" +
          std::string(kStatement) + "]}', 'us-east-1';\n");
  EXPECT_THAT(Found(), ElementsAre("IAM014 a.iql s3:GetObjekt"));
}

TEST_F(PropertyPolicies, WithinLists) {
  folder_.Write("a.iql",
                "INSERT INTO awscc.iam.groups (GroupName, Policies, region)\n"
                "SELECT 'g', '[{\"PolicyName\": \"p\", \"PolicyDocument\": {\"Version\": "
                "\"2012-10-17\", \"Statement\": " +
                    std::string(kStatement) + "}}]', 'us-east-1';\n");
  EXPECT_THAT(Found(), ElementsAre("IAM014 a.iql s3:GetObjekt"));
}

TEST_F(PropertyPolicies, InPropsOfAManifest) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: policy
    props:
      - name: document
        value:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: s3:GetObjekt
              Resource: "arn:aws:s3:::{{ bucket }}/*"
      - name: bucket
        value: media
)");
  folder_.Write(
      "resources/policy.iql",
      "/*+ create */\n"
      "INSERT INTO awscc.iam.role_policies (PolicyName, RoleName, PolicyDocument, region)\n"
      "SELECT 'p', 'r', '{{ document }}', 'us-east-1';\n");
  EXPECT_THAT(Found(), testing::Contains("IAM014 stackql_manifest.yml s3:GetObjekt"));
}

TEST_F(PropertyPolicies, InPatches) {
  folder_.Write("a.iql",
                "UPDATE awscc.iam.role_policies SET PatchDocument = string('[{\"op\": \"replace\", "
                "\"path\": \"/PolicyDocument\", \"value\": {\"Version\": \"2012-10-17\", "
                "\"Statement\": [" +
                    std::string(kStatement) +
                    "]}}]') WHERE region = 'us-east-1' AND Identifier = 'p|r';\n");
  EXPECT_THAT(Found(), ElementsAre("IAM014 a.iql s3:GetObjekt"));
}

// What a patch adds is judged as what it becomes.
TEST_F(PropertyPolicies, InPatchesThatReachIntoThem) {
  const auto of = [&](const std::string& operation) {
    folder_.Write("a.iql", "UPDATE awscc.iam.roles SET PatchDocument = string('[{" + operation +
                               "}]') WHERE region = 'us-east-1' AND Identifier = 'r';\n");
    return Found();
  };
  const std::string allow = R"("value": {"Effect": "Allow", "Action": "s3:GetObject",)"
                            R"( "Resource": "arn:aws:s3:::b/*"})";
  const std::string inlined = R"("path": "/Policies/0/PolicyDocument/Statement)";
  EXPECT_THAT(of(R"("op": "add", )" + inlined + R"(/-", )" + allow), IsEmpty());
  EXPECT_THAT(of(R"("op": "remove", )" + inlined + "/1\""), IsEmpty());
  EXPECT_THAT(of(R"("op": "remove", )" + inlined + "/1/Condition\""), IsEmpty());
  EXPECT_THAT(of(R"("op": "remove", )" + inlined + "/1/NotAction\""), IsEmpty());
  EXPECT_THAT(of(R"("op": "replace", )" + inlined + R"(", "value": [)" +
                 allow.substr(allow.find('{')) + "]"),
              IsEmpty());
  EXPECT_THAT(of(R"("op": "add", )" + inlined + R"(/-", "value": {"Effect": "Alow"})"),
              testing::Contains("IAM012 a.iql Alow"));
  EXPECT_THAT(of(R"("op": "replace", )" + inlined + R"(/0/Action", "value": "s3:GetObjekt")"),
              ElementsAre("IAM014 a.iql s3:GetObjekt"));
  const std::string service = R"("op": "replace", "path": "/AssumeRolePolicyDocument/Statement/0/)"
                              R"(Principal/Service", "value": )";
  EXPECT_THAT(of(service + R"("lambda.amazonaws.com")"), IsEmpty());
  EXPECT_THAT(of(service + R"("lamda.amazonaws.com")"),
              ElementsAre("IAM037 a.iql lamda.amazonaws.com"));
}

// What is not known is not judged; what is known around it is.
TEST_F(PropertyPolicies, WithHoles) {
  folder_.Write(
      "a.iql",
      "INSERT INTO awscc.iam.role_policies (PolicyName, RoleName, PolicyDocument, region)\n"
      "SELECT 'p', 'r', '{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": "
      "\"Allow\", \"Action\": [\"{{ action }}\", \"s3:GetObject\"], \"Resource\": "
      "\"{{ arn }}/*\"}, \"{{ more }}\"]}', 'us-east-1';\n");
  EXPECT_THAT(Found(), IsEmpty());
}

// The default policy of an endpoint is for everyone.
TEST_F(PropertyPolicies, OfEndpointsMayBeForEveryone) {
  const auto of = [&](const std::string& table, const std::string& property) {
    folder_.Write("a.iql", "INSERT INTO awscc." + table + " (" + property +
                               ", region) SELECT '{\"Version\": \"2012-10-17\", \"Statement\": "
                               "[{\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"*\", "
                               "\"Resource\": \"*\"}]}', 'us-east-1';\n");
    return Found();
  };
  EXPECT_THAT(of("ec2.vpc_endpoints", "PolicyDocument"), IsEmpty());
  EXPECT_THAT(of("kms.keys", "KeyPolicy"), ElementsAre("SEC001 a.iql *"));
}

}  // namespace
}  // namespace stackql
