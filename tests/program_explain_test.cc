// `explain`: what is known of a place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

class Explain : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers:
  - awscc
resources:
  - name: stage
    props:
      - name: title
        values:
          dev: {value: hall-dev}
          prod: {value: hall prod}
      - name: tags
        value: [{Key: team, Value: media}]
      - name: password
        value: hunter2hunter2
    protected: [password]
)");
    folder_.Write("resources/stage.iql", R"(/*+ exists */
SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';

/*+ create */
INSERT INTO awscc.ivs.stages (Name, Tags, region)
SELECT '{{ title }}', '{{ tags }}',
'us-east-1' -- {{ password }}
;
)");
  }
  Outcome At(const std::string& place) {
    return RunProgram(folder_.path().string(), "explain " + place + " --no-config");
  }
  TemporaryFolder folder_;
};

TEST_F(Explain, TellsWhatAPropBecomes) {
  const Outcome outcome = At("stackql_manifest.yml:11");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.text, R"(stackql_manifest.yml:11

Operations
  create AWS::IVS::Stage  us-east-1  resource stage  (only in prod)
      resources/stage.iql:5:13  create  (build)
      needs cloudformation:CreateResource, ivs:CreateStage, ivs:GetStage,
            ivs:ListTagsForResource, ivs:TagResource

Properties
  AWS::IVS::Stage /Name
      Name (name): string, 0..128 characters
          ^[a-zA-Z0-9-_]*$
      = hall prod  (only in prod)

Findings
  error[RES007] 'hall prod' does not match the pattern of 'Name', '^[a-zA-Z0-9-_]*$'.
)");
  EXPECT_THAT(At("stackql_manifest.yml:13").text, HasSubstr("AWS::IVS::Stage /Tags/0/Value"));
}

TEST_F(Explain, TellsALineOfAQueryInEachEnvironment) {
  const std::string text = At("resources/stage.iql:6").text;
  EXPECT_THAT(
      text, HasSubstr("'hall-dev', '[{\"Key\":\"team\",\"Value\":\"media\"}]',  (only in dev)\n"));
  EXPECT_THAT(text, HasSubstr("'hall prod', '"));
  EXPECT_THAT(text, HasSubstr("AWS::IVS::Stage /Tags\n"));
  const auto json = nlohmann::json::parse(At("resources/stage.iql:6:13 --output json").text);
  EXPECT_EQ(json["column"], 13);
  ASSERT_EQ(json["properties"].size(), 1U);
  EXPECT_EQ(json["properties"][0]["path"], "/Name");
  EXPECT_EQ(json["properties"][0]["facts"]["maxLength"], 128);
  EXPECT_EQ(json["properties"][0]["values"].size(), 2U);
  EXPECT_EQ(json["operations"][0]["verb"], "create");
}

TEST_F(Explain, TellsTheOperationsOfAnAnchorAndOfAResource) {
  const std::string anchor = At("resources/stage.iql:4").text;
  EXPECT_THAT(anchor, HasSubstr("\n  create AWS::IVS::Stage"));
  EXPECT_THAT(anchor, Not(HasSubstr("\n  list ")));
  const std::string resource = At("stackql_manifest.yml:6").text;
  EXPECT_THAT(resource, HasSubstr("\n  create AWS::IVS::Stage"));
  EXPECT_THAT(resource, HasSubstr("\n  list AWS::IVS::Stage"));
}

TEST_F(Explain, TellsWhatAPlaceWithinAPolicyIsPartOf) {
  folder_.Write("role.iql",
                "/*+ create */\nINSERT INTO awscc.iam.roles (RoleName, Policies, region)\nSELECT "
                "'a', '[{\"PolicyName\": \"b\", \"PolicyDocument\": {\n\"Statement\": []}, "
                "\"Plicy\": 1}]', 'us-east-1';\n");
  EXPECT_THAT(At("role.iql:4:3").text,
              HasSubstr("AWS::IAM::Role /Policies/0/PolicyDocument/Statement\n      part of "
                        "/Policies/0/PolicyDocument\n      PolicyDocument"));
  EXPECT_THAT(At("role.iql:4:23").text,
              HasSubstr("AWS::IAM::Role /Policies/0/Plicy\n      not a property of this type\n"));
  const auto json = nlohmann::json::parse(At("role.iql:4:3 --output json").text);
  EXPECT_EQ(json["properties"][0]["partOf"], "/Policies/0/PolicyDocument");
}

TEST_F(Explain, KeepsSecrets) {
  const std::string text = At("resources/stage.iql:7").text;
  EXPECT_THAT(text, HasSubstr("'us-east-1' -- <password>"));
  for (int line = 1; line <= 16; ++line) {
    EXPECT_THAT(At("stackql_manifest.yml:" + std::to_string(line)).text, Not(HasSubstr("hunter")));
  }
}

TEST_F(Explain, RefusesWhatIsNoPlace) {
  EXPECT_EQ(At("stackql_manifest.yml").status, 2);
  EXPECT_EQ(At("stackql_manifest.yml:0").status, 2);
  const Outcome beyond = At("stackql_manifest.yml:99");
  EXPECT_EQ(beyond.status, 2);
  EXPECT_THAT(beyond.text, HasSubstr("'stackql_manifest.yml' has 17 lines"));
  EXPECT_EQ(At("none.iql:1").status, 3);
  EXPECT_EQ(At("").status, 2);
  EXPECT_THAT(At("stackql_manifest.yml:2").text,
              HasSubstr("There is no statement, property or finding at this place."));
}

TEST_F(Explain, TellsWhatAGlobalBecomes) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers:
  - awscc
globals:
  - name: where
    value: '{{ "eu" }}-{{ stack_env }}-1'
resources:
  - name: stage
    props:
      - name: title
        values:
          dev: {value: hall-dev}
          prod: {value: hall-prod}
)");
  folder_.Write("resources/stage.iql",
                "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = "
                "'{{ where }}';\n\n/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\n"
                "SELECT '{{ title }}', '{{ where }}';\n");
  EXPECT_THAT(At("stackql_manifest.yml:7").text,
              HasSubstr("\nRendered\n  eu-dev-1  (only in dev)\n  eu-prod-1  (only in prod)\n"));
  EXPECT_THAT(At("stackql_manifest.yml:13").text, Not(HasSubstr("Rendered")))
      << "of a property its value is told";
}

}  // namespace
}  // namespace stackql
