// The two stackql-deploys: what each makes of a stack, over the whole program.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/command.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Texts = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

// "RULE 'bytes'" of each finding.
Texts LintAs(const Files& files, std::optional<Dialect> dialect) {
  TemporaryFolder folder;
  for (const auto& entry : files) folder.Write(entry.first, entry.second);
  const RunResult result =
      Run({.paths = {folder.path().string()}, .dialect = dialect, .jobs = 1}, Builtin());
  EXPECT_EQ(result.usage_errors, Texts{});
  Texts lines;
  for (const Finding& finding : result.report.findings) {
    lines.push_back(finding.rule + " '" + Covered(result.report, finding) + "'");
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

const std::string kHead =
    "version: 1\nname: demo\nproviders: [awscc]\nglobals:\n  - {name: short, value: my}\n";
const std::string kExists =
    "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n\n";
const std::string kCreate =
    "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\nSELECT '{{ stage_name }}', "
    "'us-east-1';\n";

// One stage with these lines of the manifest for its props.
Files Stage(const std::string& props, const std::string& queries = kExists + kCreate) {
  return {{"stackql_manifest.yml", kHead + "resources:\n  - name: stage\n    props:\n" + props},
          {"resources/stage.iql", queries}};
}

// One stage whose name has this value.
Files Named(const std::string& value) {
  return Stage("      - name: stage_name\n        value: " + value + "\n");
}

// One stage with this create query.
Files Created(const std::string& query) {
  return Stage("      - {name: stage_name, value: my-stage}\n",
               kExists + "/*+ create */\n" + query + "\n");
}

struct Case {
  Files files = {};
  Texts rust = {};
  Texts python = {};
};

void Check(const std::vector<Case>& cases) {
  for (const Case& each : cases) {
    SCOPED_TRACE(each.files.begin()->second);
    SCOPED_TRACE(each.files.rbegin()->second);
    EXPECT_EQ(LintAs(each.files, Dialect::kRust), each.rust);
    EXPECT_EQ(LintAs(each.files, std::nullopt), each.rust);
    EXPECT_EQ(LintAs(each.files, Dialect::kPython), each.python);
  }
}

TEST(Dialect, NamesAreInsertedInBoth) {
  Check({
      {Named("my stage"), {"RES007 'my stage'"}, {"RES007 'my stage'"}},
      {Named("'{{ short }} stage'"),
       {"RES007 '{{ short }} stage'"},
       {"RES007 '{{ short }} stage'"}},
      {Named("'{{ stack_name }}/{{ stack_env }}'"),
       {"RES007 '{{ stack_name }}/{{ stack_env }}'"},
       {"RES007 '{{ stack_name }}/{{ stack_env }}'"}},
  });
}

TEST(Dialect, OtherTemplatesAreUnknownInPython) {
  Check({
      {Named("\"{{ short.upper() }}\""), {"TPL001 'upper'"}, {}},
      {Named("\"{{ short if true else 'x' }}\""), {"TPL001 'if'"}, {}},
      {Named("\"{{ short | tojson }}\""), {"TPL004 'tojson'"}, {}},
      {Named("\"{{ shrt }}\""), {"TPL002 'shrt'"}, {}},
      // What is certain around them still is.
      {Named("\"a b {{ short | upper }}\""),
       {"RES007 'a b {{ short | upper }}'"},
       {"RES007 'a b {{ short | upper }}'"}},
  });
}

TEST(Dialect, ValuesThatPythonReadsDifferentlyAreUnknown) {
  Check({
      // A boolean, a number of base 60, and a date to YAML 1.1; the hint holds for both.
      {Named("no"), {"MAN022 'no'"}, {"MAN022 'no'"}},
      {Named("12:30"), {"MAN022 '12:30'", "RES007 '12:30'"}, {"MAN022 '12:30'"}},
      {Named("\"12:30\""), {"RES007 '12:30'"}, {"RES007 '12:30'"}},
      {Named("1_000.5"), {"RES007 '1_000.5'"}, {}},
      {Named("TrueNorth!"), {"RES007 'TrueNorth!'", "TPL011 'TrueNorth'"}, {"RES007 'TrueNorth!'"}},
      {Stage(
           "      - name: stage_name\n        value: null\n        values: {dev: {value: a b}}\n"),
       {"RES007 'a b'"},
       {}},
      {Stage(
           "      - name: stage_name\n        values: {dev: {value: null}, prod: {value: a b}}\n"),
       {"RES007 'a b'"},
       {"MAN010 'stage_name'", "RES007 'a b'"}},
      {Named("'a b\\c'"), {"RES007 'a b\\c'"}, {}},
      {Named("[a, b]"), {"RES002 '[a, b]'"}, {}},
      {Named("file(name.txt)"), {"MAN060 'file(name.txt)'"}, {"MAN070 'file(name.txt)'"}},
  });
}

// The findings of a rule in 1.9 for a stage whose name has this value, and is used so in a query.
Texts FoundInPython(const std::string& rule, const std::string& value, const std::string& used) {
  Files files = Named(value);
  files["resources/stage.iql"] = kExists +
                                 "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)"
                                 "\nSELECT '{{ " +
                                 used + " }}', 'us-east-1';\n";
  Texts found = LintAs(files, Dialect::kPython);
  std::erase_if(found, [&](const std::string& each) { return !each.starts_with(rule); });
  return found;
}

// stackql-deploy 1.9.5 fails on the first ones and renders the others.
TEST(Dialect, ScalarsAreOfTheTypesOfYaml11InPython) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  for (const auto& [value, used] : Pairs{{"2026-01-01", "stage_name | length"},
                                         {"2026-01-01", "stage_name + 1"},
                                         {"2026-01-01", "stage_name > 'a'"},
                                         {"2026-01-01", "stage_name in 'a'"},
                                         {"2026-01-01", "stage_name | tojson"},
                                         {"2026-01-01", "{'a': stage_name} | tojson"},
                                         {"2026-01-01T10:00:00Z", "stage_name | sql_list"},
                                         {"null", "stage_name | length"},
                                         {"~", "stage_name + 'x'"},
                                         {"no", "stage_name | length"},
                                         {"12:30", "stage_name | from_json"},
                                         {"012", "stage_name + 'x'"},
                                         {"1e3", "stage_name + 1"}}) {
    EXPECT_EQ(FoundInPython("TPL016", value, used), Texts{"TPL016 'stage_name'"}) << value << used;
  }
  for (const auto& [value, used] : Pairs{{"2026-01-01", "stage_name"},
                                         {"2026-01-01", "stage_name ~ 'x'"},
                                         {"2026-01-01", "stage_name | sql_escape"},
                                         {"2026-01-01", "stage_name - stage_name"},
                                         {"'2026-01-01'", "stage_name | length"},
                                         {"null", "stage_name | sql_list"},
                                         {"null", "stage_name | upper"},
                                         {"no", "stage_name + 1"},
                                         {"12:30", "stage_name + 1"},
                                         {"012", "stage_name + 1"},
                                         {"1e3", "stage_name | length"}}) {
    EXPECT_EQ(FoundInPython("TPL016", value, used), Texts{}) << value << used;
  }
}

TEST(Dialect, WhatIsNoTextCannotBeMergedInPython) {
  const auto with = [](const std::string& value, const std::string& other) {
    Files files = Stage("      - {name: other, value: " + other +
                        "}\n      - name: stage_name\n        value: " + value +
                        "\n        merge: [other]\n");
    Texts found = LintAs(files, Dialect::kPython);
    std::erase_if(found, [](const std::string& each) { return !each.starts_with("MAN034"); });
    return found;
  };
  EXPECT_EQ(with("2026-01-01", "[1]"), Texts{"MAN034 '2026-01-01'"});
  EXPECT_EQ(with("yes", "[1]"), Texts{"MAN034 'yes'"});
  EXPECT_EQ(with("[1]", "2026-01-01"), Texts{"MAN034 'other'"});
  EXPECT_EQ(with("[1]", "null"), Texts{"MAN034 'other'"});
  EXPECT_EQ(with("null", "[1]"), Texts{});
  EXPECT_EQ(
      FoundInPython("TPL016", "[1]\n        merge: [stage_name]", "stage_name | merge_lists('{}')"),
      Texts{});
  EXPECT_EQ(FoundInPython("TPL016", "{a: 1}\n        merge: [stage_name]",
                          "stage_name | merge_lists('[]')"),
            Texts{"TPL016 'stage_name'"});
  EXPECT_EQ(FoundInPython("TPL016", "'True'", "stage_name | merge_lists('[]')"),
            Texts{"TPL016 'stage_name'"});
  EXPECT_EQ(with("no", "[1]"), Texts{});
  EXPECT_EQ(with("false", "plain"), Texts{"MAN034 'other'"});
  EXPECT_EQ(with("[1]", "[2026]"), Texts{});
}

TEST(Dialect, QueriesAreTemplatesOfEither) {
  const std::string into = "INSERT INTO awscc.ivs.stages (Name, Nmae, region)\nSELECT ";
  const std::string rest = ", 'x', 'us-east-1'";
  Check({
      {Created(into + "'{{ stage_name }}'" + rest + ";"), {"SQL008 'Nmae'"}, {"SQL008 'Nmae'"}},
      {Created(into + "'{{ stage_name | replace('a', 'b') | tojson }}'" + rest + ";"),
       {"SQL008 'Nmae'", "TPL004 'tojson'"},
       {"SQL008 'Nmae'"}},
      {Created(into + "{% if stage_name.startswith('a') %}'a'{% else %}'b'{% endif %}" + rest +
               ";"),
       {"TPL001 'startswith'"},
       {"SQL008 'Nmae'"}},
      {Created(into + "'{{ this.name }}'" + rest + ";"),
       {"MAN011 'stage_name'", "SQL008 'Nmae'", "TPL002 'this.name'"},
       {"MAN070 'this.name'", "SQL008 'Nmae'"}},
  });
}

TEST(Dialect, AnchorsOfPythonAreFewerAndStricter) {
  const std::string props = "      - {name: stage_name, value: my-stage}\n";
  const std::string callback =
      "\n/*+ callback:create */\nSELECT OperationStatus = 'SUCCESS' AS success FROM "
      "awscc.cloud_control.resource_request "
      "WHERE region = 'us-east-1' AND RequestToken = 'a';\n";
  Check({
      {Stage(props, kExists + kCreate + callback), {}, {"SQL002 'callback:create'"}},
      {Stage(props,
             kExists + kCreate + "\n/*+ Exports */\n" + kExists.substr(kExists.find("SELECT"))),
       {},
       {"SQL002 'Exports'"}},
      {Stage(props, kExists + "  " + kCreate), {}, {"SQL022 '/*+ create */'"}},
  });
}

TEST(Dialect, MergeKeysMergeInPython) {
  const std::string list =
      kHead +
      "resources:\n  - name: stage\n    props:\n      - &first\n        name: first\n"
      "        value: my stage\n      - <<: *first\n        name: stage_name\n";
  const Files files = {{"stackql_manifest.yml", list}, {"resources/stage.iql", kExists + kCreate}};
  Check({{files, {"MAN011 'first'", "MAN018 '<<'"}, {"RES007 'my stage'"}}});
}

TEST(Dialect, MappingsAreReadAsPythonReadsThem) {
  const Files files = Stage(
      "      - name: stage_name\n        nmae: x\n        value: ok\n        value: my stage\n");
  Check({{files, {"MAN002 'nmae'", "MAN016 'value'", "RES007 'my stage'"}, {"RES007 'my stage'"}}});
}

TEST(Dialect, QueryFilesWithoutAStack) {
  const Files files = {
      {"a.iql", "SELECT arm FROM awscc.ivs.stages_list_only WHERE region = '{{ r.upper() }}';\n"}};
  Check({{files, {"TPL001 'upper'"}, {"SQL010 'arm'"}}});
}

// --- how it is chosen --------------------------------------------------------------------------

class DialectChoice : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto& entry : Named("\"{{ short.upper() }}\""))
      folder_.Write(entry.first, entry.second);
  }
  Outcome With(const std::string& arguments) {
    return RunProgram(folder_.path().string(), arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(DialectChoice, IsAnOption) {
  EXPECT_EQ(With("").status, 1);
  EXPECT_EQ(With("--dialect rust").status, 1);
  EXPECT_EQ(With("--dialect python").status, 0);
  const Outcome render = With("render --dialect python --anchor create");
  EXPECT_EQ(render.status, 0);
  EXPECT_NE(render.text.find("'{{ short.upper() }}'"), std::string::npos) << render.text;
  EXPECT_EQ(With("operations --dialect python").status, 0);
}

TEST_F(DialectChoice, IsASetting) {
  folder_.Write(".stackql-lint.yaml", "dialect: python\n");
  EXPECT_EQ(With("").status, 0);
  EXPECT_EQ(With("--dialect rust").status, 1);
  EXPECT_EQ(With("--no-config").status, 1);
}

TEST_F(DialectChoice, IsOneOfTwo) {
  EXPECT_EQ(With("--dialect pyhton").status, 2);
  folder_.Write(".stackql-lint.yaml", "dialect: pyhton\n");
  const Outcome outcome = With("");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(
      outcome.text.find(":1:10: error[CFG002] 'pyhton' is not a valid dialect of stackql-deploy. "
                        "Did you mean 'python'?"),
      std::string::npos)
      << outcome.text;
  folder_.Write(".stackql-lint.yaml", "dialect: [python]\n");
  EXPECT_EQ(With("").status, 2);
}

TEST_F(DialectChoice, NamingARuleDoesNotTurnItOn) {
  EXPECT_EQ(With("--dialect python --select TPL001").status, 0);
  EXPECT_EQ(With("--dialect rust --select TPL001").status, 1);
}

TEST_F(DialectChoice, SuppressionsOfTheOtherDialectAreNotUnused) {
  folder_.Write("stackql_manifest.yml",
                Named("\"{{ short.upper() }}\" # stackql-lint: ignore[TPL001] 1.x has it")
                    .at("stackql_manifest.yml"));
  EXPECT_EQ(With("--dialect python --fail-on info").status, 0);
  EXPECT_EQ(With("--dialect rust --fail-on info").status, 0);
  EXPECT_EQ(With("--deploy-version 1.9 --fail-on info").status, 0);
  EXPECT_EQ(With("--deploy-version 2.0 --fail-on info").status, 0);
  EXPECT_EQ(With("--deploy-version 2.3").status, 2);
}

constexpr std::string_view kOwnRule = R"(id: ORG001
name: stage-needs-owner
severity: warning
subject: property
dialect: python
summary: A stage's name says its owner
why: Names without a team cannot be billed.
message: "'{property}' has to begin with a team."
target: AWS::IVS::Stage
path: ""
at: Name
when: {required: [Name]}
require: {properties: {Name: {pattern: "^team-"}}}
examples:
  good:
    - query: |
        SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';
)";

TEST(DialectOfRules, IsTheUsersToState) {
  TemporaryFolder folder;
  folder.Write("rules/stage-needs-owner.yaml", kOwnRule);
  for (const auto& entry : Named("my-stage")) folder.Write("stack/" + entry.first, entry.second);
  for (const Dialect dialect : {Dialect::kRust, Dialect::kPython}) {
    const RunResult result = stackql::Run({.paths = {(folder.path() / "stack").string()},
                                           .dialect = dialect,
                                           .rule_directories = {(folder.path() / "rules").string()},
                                           .jobs = 1},
                                          Builtin());
    EXPECT_EQ(result.usage_errors, Texts{});
    EXPECT_EQ(result.report.findings.size(), dialect == Dialect::kPython ? 1U : 0U);
  }
}

}  // namespace
}  // namespace stackql
