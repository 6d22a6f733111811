// `render`: the queries as they would be sent, in each environment, without secrets.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::string_view kManifest = R"(version: 1
name: demo
providers:
  - awscc
globals:
  - name: region
    value: us-east-1
  - name: owner
    value: "{{ OWNER }} of {{ stack_name }}"
resources:
  - name: stage
    protected: [password]
    props:
      - name: stage_name
        values:
          dev: {value: dev-stage}
          prod: {value: prod-stage}
      - name: password
        value: hunter2é!
      - name: loud
        value: "{{ password | upper }}"
)";

constexpr std::string_view kQueries = R"(/*+ exists */
SELECT arn FROM awscc.ivs.stages_list_only WHERE region = '{{ region }}';

/*+ create */
INSERT INTO awscc.ivs.stages (Name, Tags, region)
SELECT '{{ stage_name }}{{ idempotency_token }}',
  '[{"Key": "{{ owner }}", "Value": "{{ password | base64_encode }}|{{ loud }}"}]', '{{ region }}';
)";

class Render : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("stackql_manifest.yml", kManifest);
    folder_.Write("resources/stage.iql", kQueries);
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(Render, PrintsEachQueryAsItWouldBeSent) {
  const Outcome outcome = With("render --env prod");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.text,
            "-- resources/stage.iql:1  resource stage  anchor exists  env prod\nSELECT arn FROM "
            "awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n\n-- resources/stage.iql:4  "
            "resource stage  anchor create  env prod  (some values unknown)\nINSERT INTO "
            "awscc.ivs.stages (Name, Tags, region)\nSELECT 'prod-stage{{ idempotency_token }}',\n  "
            "'[{\"Key\": \"{{ OWNER }} of demo\", \"Value\": \"<password>|<password>\"}]', "
            "'us-east-1';\n\n");
}

TEST_F(Render, PrintsEveryEnvironment) {
  const std::string text = With("render").text;
  size_t headlines = 0;
  for (size_t at = text.find("-- res"); at != std::string::npos; at = text.find("-- res", at + 1)) {
    ++headlines;
  }
  EXPECT_EQ(headlines, 4U);  // the query that is the same in both, too
  EXPECT_NE(text.find("'dev-stage{{"), std::string::npos);
  EXPECT_NE(text.find("'prod-stage{{"), std::string::npos);
}

TEST_F(Render, SelectsByResourceAndAnchor) {
  EXPECT_EQ(With("render --env dev --anchor exists").text,
            "-- resources/stage.iql:1  resource stage  anchor exists  env dev\n"
            "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n\n");
  const Outcome none = With("render --resource stages");
  EXPECT_EQ(none.status, 2);
  EXPECT_EQ(none.text, "stackql-lint: there is no resource 'stages'; did you mean 'stage'?\n");
  const Outcome anchor = With("render --anchor exits");
  EXPECT_EQ(anchor.status, 2);
  EXPECT_EQ(anchor.text, "stackql-lint: there is no anchor 'exits'; did you mean 'exists'?\n");
}

TEST_F(Render, HidesVariablesUnlessAskedNotTo) {
  folder_.Write("vars.env", "OWNER=aws:me\n");
  for (const std::string given : {"-e OWNER=aws:me", "--env-file vars.env"}) {
    const std::string hidden = With("render --env dev --anchor create " + given).text;
    EXPECT_NE(hidden.find("\"<OWNER> of demo\""), std::string::npos) << hidden;
    EXPECT_EQ(hidden.find("aws:me"), std::string::npos) << hidden;
    EXPECT_EQ(hidden.find("UNTE"), std::string::npos) << hidden;
    const std::string shown = With("render --env dev --anchor create --show-values " + given).text;
    EXPECT_NE(shown.find("\"aws:me of demo\", \"Value\": \"aHVudGVyMsOpIQ==|HUNTER2É!\""),
              std::string::npos)
        << shown;
  }
}

TEST_F(Render, NeverReadsAFileOfVariablesUnasked) {
  folder_.Write(".env", "OWNER=aws:me\n");
  EXPECT_EQ(With("render").text.find("aws:me"), std::string::npos);
}

TEST_F(Render, ReportsHideWhatRenderHides) {
  for (const std::string format : {"text", "compact", "json", "sarif", "github"}) {
    const std::string arguments = " --env dev -e OWNER=aws:me -o " + format;
    const std::string hidden = With("check" + arguments).text;
    EXPECT_NE(hidden.find("TAG003"), std::string::npos) << hidden;
    EXPECT_EQ(hidden.find("aws:me"), std::string::npos) << hidden;
    EXPECT_EQ(hidden.find("hunter2"), std::string::npos) << hidden;
    EXPECT_EQ(hidden.find("HUNTER2"), std::string::npos) << hidden;
    EXPECT_NE(With("check --show-values" + arguments).text.find("aws:me"), std::string::npos);
  }
}

TEST_F(Render, PrintsNoControlCharacters) {
  folder_.Write("resources/stage.iql", "/*+ exists */\nSELECT '\x1b[31m\x07' AS a,\t'b\r';\r\n");
  const std::string text = With("render --env dev").text;
  EXPECT_EQ(text.find_first_of("\x1b\x07\r"), std::string::npos);
  EXPECT_NE(text.find(",\t'b"), std::string::npos);
}

TEST_F(Render, FailsAsCheckDoes) {
  EXPECT_EQ(With("render --evn x").status, 2);
  EXPECT_EQ(With("render missing").status, 3);
  EXPECT_EQ(With("render -e novalue").status, 2);
  EXPECT_EQ(With("render --env-file missing.env").status, 2);
  EXPECT_EQ(With("render --help").status, 0);
}

}  // namespace
}  // namespace stackql
