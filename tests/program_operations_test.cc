// `operations`: the calls of a stack, once each, with the commands that make them.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

class Operations : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers:
  - awscc
resources:
  - name: stage
    props:
      - name: region
        values:
          dev: {value: eu-west-1}
          prod: {value: us-east-1}
)");
    folder_.Write("resources/stage.iql", R"(/*+ exists */
SELECT arn FROM awscc.ivs.stages_list_only WHERE region = '{{ region }}';

/*+ create */
INSERT INTO awscc.ivs.stages (Name, region) SELECT 'demo', '{{ region }}';

/*+ troubleshoot */
SELECT StatusMessage FROM awscc.cloud_control.resource_requests WHERE region = 'us-east-1';

/*+ delete */
DELETE FROM awscc.ivs.stages WHERE region = '{{ region }}' AND Identifier = '{{ this.arn }}';
)");
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(Operations, AreListedAsText) {
  const Outcome outcome = With("operations --env prod");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.text,
            "list            AWS::IVS::Stage                   us-east-1\n"
            "    resources/stage.iql:2:17  stage  exists  (build, test, teardown)\n"
            "create          AWS::IVS::Stage                   us-east-1\n"
            "    resources/stage.iql:5:13  stage  create  (build)\n"
            "list-requests   awscc.cloud_control.resource_requests us-east-1\n"
            "    resources/stage.iql:8:27  stage  troubleshoot  (build, teardown)\n"
            "delete          AWS::IVS::Stage                   us-east-1\n"
            "    resources/stage.iql:11:13  stage  delete  (teardown)\n"
            "    identifier {{ this.arn }}\n");
}

TEST_F(Operations, AreListedOnceForAllEnvironments) {
  const nlohmann::json out = nlohmann::json::parse(With("operations -o json").text);
  EXPECT_EQ(out["version"], 1);
  std::string lines;
  for (const auto& item : out["operations"]) {
    lines += item["verb"].get<std::string>() + " " + item["region"].get<std::string>() + " " +
             item.value("environments", nlohmann::json::array()).dump() + "\n";
  }
  EXPECT_EQ(lines,
            "list eu-west-1 [\"dev\"]\nlist us-east-1 [\"prod\"]\ncreate eu-west-1 "
            "[\"dev\"]\ncreate us-east-1 [\"prod\"]\nlist-requests us-east-1 []\ndelete eu-west-1 "
            "[\"dev\"]\ndelete us-east-1 [\"prod\"]\n");
}

TEST_F(Operations, OfResourcesThatAConditionSkips) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
resources:
  - name: stage
    if: "'{{ stack_env }}' == 'prod'"
    props:
      - name: region
        value: eu-west-1
)");
  EXPECT_EQ(With("operations --env dev").text,
            "list            AWS::IVS::Stage                   eu-west-1\n"
            "    resources/stage.iql:2:17  stage  exists  (teardown)\n");
  EXPECT_EQ(With("operations --env dev --deploy-version 2.0").text,
            "list            AWS::IVS::Stage                   eu-west-1\n"
            "    resources/stage.iql:2:17  stage  exists  (test, teardown)\n");
  EXPECT_NE(With("operations --env prod").text.find("exists  (build, test, teardown)"),
            std::string::npos);
}

// stackql-deploy 2.4.0 sends exists while it collects exports, and then no delete.
TEST_F(Operations, OfWhatATeardownPassesOver) {
  folder_.Write("stackql_manifest.yml", R"(version: 1
name: demo
providers: [awscc]
globals:
  - name: region
    value: eu-west-1
resources:
  - name: stage
    exports:
      - arn: region
)");
  EXPECT_EQ(With("operations").text,
            "list            AWS::IVS::Stage                   eu-west-1\n"
            "    resources/stage.iql:2:17  stage  exists  (build, test, teardown)\n"
            "create          AWS::IVS::Stage                   eu-west-1\n"
            "    resources/stage.iql:5:13  stage  create  (build)\n"
            "list-requests   awscc.cloud_control.resource_requests us-east-1\n"
            "    resources/stage.iql:8:27  stage  troubleshoot  (build)\n");
}

TEST_F(Operations, FailAsCheckDoes) {
  EXPECT_EQ(With("operations --output sarif").status, 2);
  EXPECT_EQ(With("operations missing").status, 3);
  EXPECT_EQ(With("operations --help").status, 0);
}

}  // namespace
}  // namespace stackql
