// Examples of a user's own rules, and the list of rules for programs.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::string_view kRule = R"(id: ORG001
name: stage-needs-owner
severity: warning
subject: property
summary: A stage's name says its owner
why: Names without a team cannot be billed.
message: "'{property}' has to begin with a team."
target: AWS::IVS::Stage
at: Name
when: {required: [Name]}
require: {properties: {Name: {pattern: "^team-"}}}
examples:
)";

std::string Insert(const std::string& columns, const std::string& name) {
  return "    - query: INSERT INTO awscc.ivs.stages (" + columns + ") SELECT '" + name +
         "', 'us-east-1';\n";
}

Outcome TestRules(const std::string& examples, const std::string& options = "") {
  TemporaryFolder folder;
  folder.Write("rules/stage-needs-owner.yaml", std::string(kRule) + examples);
  return RunProgram(folder.path().string(), "rules test rules " + options);
}

bool Has(const Outcome& outcome, std::string_view text) {
  return outcome.text.find(text) != std::string::npos;
}

TEST(RulesTest, AcceptsExamplesThatAreRight) {
  const Outcome outcome = TestRules("  bad:\n" + Insert("«Name», region", "hall") + "  good:\n" +
                                    Insert("Name, region", "team-a"));
  EXPECT_EQ(outcome.status, 0) << outcome.text;
  EXPECT_TRUE(Has(outcome, "tested 1 rule with 2 examples")) << outcome.text;
}

TEST(RulesTest, ReportsWrongExamplesAtTheirPlace) {
  const Outcome outcome = TestRules("  bad:\n" + Insert("«Name», region", "team-a") + "  good:\n" +
                                        Insert("Name, region", "hall"),
                                    "--output compact -q");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.text,
            "rules/stage-needs-owner.yaml:14:45: error[CFG006] 'stage-needs-owner' does not report "
            "what is marked here.\n"
            "rules/stage-needs-owner.yaml:16:44: error[CFG006] 'stage-needs-owner' reports this, "
            "but it is not marked.\n");
}

// Of 500 patterns with 25,000 instructions each, 401 are compiled.
TEST(RulesTest, PatternsHaveABoundTogether) {
  std::string rule(kRule);
  std::string patterns = "{allOf: [";
  for (int i = 0; i < 500; ++i) {
    patterns += "{pattern: '^a{" + std::to_string(25'000 + i) + "}$'}, ";
  }
  rule.replace(rule.find("{properties"), std::string::npos, patterns + "{}]}\n");
  TemporaryFolder folder;
  folder.Write("rules/stage-needs-owner.yaml", rule);
  folder.Write("x.iql", "SELECT 1;\n");
  const Outcome outcome =
      RunProgram(folder.path().string(), "check --rules rules --output compact -q .");
  EXPECT_TRUE(Has(outcome, "it is too large together with those before it")) << outcome.text;
}

TEST(RulesTest, ReportsOtherErrorsOfAnExample) {
  const Outcome outcome = TestRules("  good:\n" + Insert("Name, region", "team-ä"));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(Has(outcome, "The example contains an error that 'pattern-mismatch' reports."))
      << outcome.text;
  const Outcome stack = TestRules(
      "  good:\n    - files:\n"
      "        stackql_manifest.yml: '{version: 1, name: a, providers: [awscc], resources: "
      "[{name: b}]}'\n"
      "        resources/b.iql: ''\n");
  EXPECT_EQ(stack.status, 1);
  EXPECT_TRUE(Has(stack, "'resources/b.iql'")) << stack.text;
}

TEST(RulesTest, RefusesWhatCannotBeTested) {
  const Outcome outside = TestRules("  good:\n    - files: {../x.iql: SELECT 1}\n");
  EXPECT_EQ(outside.status, 2);
  EXPECT_TRUE(Has(outside, ":14:15: error[CFG003]")) << outside.text;
  TemporaryFolder folder;
  EXPECT_EQ(RunProgram(folder.path().string(), "rules test none").status, 2);
  const Outcome empty = RunProgram(folder.path().string(), "rules test .");
  EXPECT_EQ(empty.status, 3);
  EXPECT_TRUE(Has(empty, "There is no rule document to test.")) << empty.text;
}

TEST(Rules, SayWhatIsExpected) {
  TemporaryFolder folder;
  folder.Write("task.iql",
               "INSERT INTO awscc.ecs.task_definitions (ContainerDefinitions, region)\n"
               "SELECT '[{\"Name\": \"web\", \"Image\": \"nginx\", \"Memory\": 256,\n"
               "  \"LogConfiguration\": {\"LogDriver\": \"awslog\"},\n"
               "  \"HealthCheck\": {\"Interval\": 3}}]', 'us-east-1';\n");
  const Outcome outcome = RunProgram(folder.path().string(), "task.iql --no-config");
  EXPECT_TRUE(
      Has(outcome, "expected one of 8 values, such as 'awslogs', 'syslog', 'gelf', 'splunk'."))
      << outcome.text;
  EXPECT_TRUE(Has(outcome, "Did you mean 'awslogs'?")) << outcome.text;
  EXPECT_TRUE(Has(outcome, "'3' is out of range for 'Interval'; expected 5 to 300."))
      << outcome.text;
}

TEST(Rules, AreListedForPrograms) {
  TemporaryFolder folder;
  folder.Write("rules/stage-needs-owner.yaml",
               std::string(kRule) + "  bad:\n" + Insert("«Name», region", "hall"));
  const Outcome all = RunProgram(folder.path().string(), "rules --rules rules --output json");
  ASSERT_EQ(all.status, 0);
  const auto list = nlohmann::json::parse(all.text)["rules"];
  ASSERT_GT(list.size(), 300U);
  for (const auto& rule : list) {
    EXPECT_EQ(rule.contains("page"), rule["id"] != "ORG001");
    EXPECT_EQ(rule["id"].get<std::string>().rfind(rule["family"].get<std::string>(), 0), 0U);
  }
  const Outcome one =
      RunProgram(folder.path().string(), "rules ORG001 --rules rules --output json");
  const auto rule = nlohmann::json::parse(one.text)["rule"];
  EXPECT_EQ(rule["severity"], "warning");
  EXPECT_EQ(rule["examples"][0]["bad"], true);
  const auto some = [&](const std::string& words) {
    return nlohmann::json::parse(
        RunProgram(folder.path().string(), "rules --output json " + words).text)["rules"];
  };
  EXPECT_EQ(some("ORG0 --rules rules").size(), 1U);
  EXPECT_EQ(some("STG").size(), 3U);
  EXPECT_EQ(some("ALL --rules rules"), list);
  const Outcome text = RunProgram(folder.path().string(), "rules --rules rules ORG001");
  EXPECT_EQ(text.text.rfind("ORG001 stage-needs-owner (warning)", 0), 0U) << text.text;
}

TEST(Rules, AreThoseOfTheConfigurationToo) {
  TemporaryFolder folder;
  folder.Write(".stackql-lint.yaml", "rules: [lint]\nunknown: setting\n");
  folder.Write("lint/stage-needs-owner.yaml", std::string(kRule) + "  bad:\n" +
                                                  Insert("«Name», region", "hall") + "  good:\n" +
                                                  Insert("Name, region", "team-a"));
  folder.Write("other/stackql_manifest.yml", "version: 1\n");
  const std::string id = std::string(kRule).substr(4, 6);
  for (const char* below : {"/", "/other"}) {
    const std::string here = folder.path().string() + below;
    for (const char* command : {"rules ", "explain "}) {
      const Outcome outcome = RunProgram(here, command + id);
      EXPECT_EQ(outcome.status, 0) << outcome.text;
      EXPECT_TRUE(Has(outcome, id + " stage-needs-owner ("));
      EXPECT_EQ(RunProgram(here, command + id + " --no-config").status, 2);
    }
    const Outcome tests = RunProgram(here, "rules test");
    EXPECT_EQ(tests.status, 0);
    EXPECT_TRUE(Has(tests, "tested 1 rule with 2 examples")) << tests.text;
  }
  // Not every YAML file of a repository is a rule.
  const Outcome none = RunProgram(TemporaryFolder().path().string(), "rules test");
  EXPECT_EQ(none.status, 2);
  EXPECT_TRUE(Has(none, "missing DIR"));
}

}  // namespace
}  // namespace stackql
