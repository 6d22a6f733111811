// Environments, and conditions that are not known: what is found in which of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Texts = std::vector<std::string>;

const std::string kManifest = R"(version: 1
name: demo
providers:
  - awscc
globals:
  - name: region
    value: us-east-1
resources:
  - name: stage
    props:
      - name: stage_name
        values:
          dev:
            value: dev stage
          prod:
            value: prod-stage
          test:
            value: test stage
      - name: tags
        value:
          - Key: aws:owner
            Value: me
)";

const std::string kExists =
    "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = '{{ region }}';\n\n";

std::string Create(const std::string& columns, const std::string& values) {
  return kExists + "/*+ create */\nINSERT INTO awscc.ivs.stages (" + columns +
         ", region)\nSELECT " + values + ", '{{ region }}';\n";
}

class Environments : public testing::Test {
 protected:
  // "RULE 'bytes' ENVIRONMENTS" of each finding.
  Texts Lint(const std::string& query, RunOptions options = {}) {
    folder_.Write("stackql_manifest.yml", kManifest);
    folder_.Write("resources/stage.iql", query);
    options.paths = {folder_.path().string()};
    options.jobs = 1;
    const RunResult result = stackql::Run(options, Builtin());
    EXPECT_EQ(result.usage_errors, Texts{});
    Texts lines;
    for (const Finding& finding : result.report.findings) {
      const std::string& file = result.report.files.at(finding.where.path);
      std::string line = finding.rule + " '" +
                         file.substr(finding.where.span.begin, finding.where.span.size()) + "'";
      for (const std::string& name : finding.environments) line += " " + name;
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  TemporaryFolder folder_;
};

const std::string kBoth = Create("Name, Tags", "'{{ stage_name }}', '{{ tags }}'");

// Without it, an update would never run.
const std::string kStatecheck =
    "\n/*+ statecheck */\nSELECT count(*) AS count FROM awscc.ivs.stages WHERE region = '{{ region "
    "}}' "
    "AND Identifier = '{{ this.arn }}';\n";

TEST_F(Environments, AreNamedWhereAFindingIsNotOfAll) {
  EXPECT_EQ(Lint(kBoth),
            (Texts{"RES007 'dev stage' dev", "RES007 'test stage' test", "TAG003 'aws:owner'"}));
}

TEST_F(Environments, AreThoseAskedFor) {
  EXPECT_EQ(Lint(kBoth, {.environments = {"prod"}}), Texts{"TAG003 'aws:owner'"});
  EXPECT_EQ(Lint(kBoth, {.environments = {"prod", "dev"}}),
            (Texts{"RES007 'dev stage' dev", "TAG003 'aws:owner'"}));
}

TEST_F(Environments, ShareWhatDoesNotDependOnThem) {
  // Found once, in a query that only two of them read alike.
  const std::string query =
      Create("Name, Tags", "'{{ stage_name }}', '{{ tags }}'") + kStatecheck +
      "\n/*+ update */\n{% if stack_env == 'prod' %}UPDATE awscc.ivs.stages SET PatchDocument = "
      "string('[{\"op\": \"add\", \"path\": \"/Nam\", \"value\": 1}]') WHERE region = '{{ region "
      "}}' AND "
      "Identifier = '{{ this.arn }}';{% endif %}\n";
  EXPECT_EQ(Lint(query), (Texts{"RES001 'Nam' prod", "RES007 'dev stage' dev",
                                "RES007 'test stage' test", "TAG003 'aws:owner'"}));
}

TEST_F(Environments, DoNotMakeAPropUnusedThatOneOfThemUses) {
  const std::string query = Create(
      "Name{% if stack_env == 'dev' %}, Tags{% endif %}",
      "'{{ stage_name | replace(from=' ', to='-') }}'{% if stack_env == 'dev' %}, '{{ tags }}'{% "
      "endif %}");
  EXPECT_EQ(Lint(query), Texts{"TAG003 'aws:owner' dev"});
}

TEST_F(Environments, AreNamedHoweverManyThereAre) {
  std::vector<std::string> all;
  for (int i = 100; i < 200; ++i) all.push_back("e" + std::to_string(i));
  const std::string query =
      Create("Name, Tags",
             "'{% if stack_env == 'e105' or stack_env == 'e190' %}a b{% else %}ab{% endif %}', "
             "'{{ tags }}'") +
      "-- {{ stage_name }}\n";
  EXPECT_EQ(Lint(query, {.environments = all, .ignore = {"MAN"}}),
            (Texts{"RES007 'a b' e105 e190", "TAG003 'aws:owner'"}));
}

TEST_F(Environments, UndecidedConditionsFallEachWay) {
  const auto name = [](const std::string& then, const std::string& otherwise) {
    return Create("Name, Tags", "{% if idempotency_token == 'x' %}'" + then + "'{% else %}'" +
                                    otherwise + "'{% endif %}, '[{\"Key\": \"aws:a\"}]'") +
           "-- {{ stage_name }} {{ tags }}\n";
  };
  // What only one way has is no mistake for certain; what both have is.
  EXPECT_EQ(Lint(name("a b", "ab")), (Texts{"RES003 'Key'", "TAG003 'aws:a'"}));
  EXPECT_EQ(Lint(name("a b", "a b")), (Texts{"RES003 'Key'", "TAG003 'aws:a'"}));
}

TEST_F(Environments, UndecidedStatementsAreRead) {
  const std::string query =
      kBoth + kStatecheck +
      "\n/*+ update */\n{% if idempotency_token == 'x' %}\nUPDATE awscc.ivs.stages SET "
      "PatchDocument "
      "= '[]' WHERE Identifier = '{{ this.arn }}' AND regio = 'x'\n{% else %}\nUPDATE "
      "awscc.ivs.stages SET PatchDocument = '[]' WHERE Identifier = '{{ this.arn }}' AND region = "
      "'{{ region }}'\n{% endif %};\n";
  EXPECT_EQ(Lint(query, {.environments = {"prod"}}), Texts{"TAG003 'aws:owner'"});
}

// An undefined variable in a prop fails the query that inserts what is left of its text; nothing
// else.
TEST(UndefinedVariables, AreWarningsInPropsThatNoQueryReads) {
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "version: 1\nname: demo\nproviders: [awscc]\nresources:\n- name: stage\n  props:\n"
               "  - {name: stage_name, value: demo}\n"
               "  - {name: other, value: ['{{ owner }}', x]}\n");
  const auto severity = [&](const std::string& inserted) {
    folder.Write("resources/stage.iql",
                 "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = "
                 "'us-east-1';\n/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT "
                 "'{{ " +
                     inserted + " }}', 'us-east-1';\n");
    for (const Finding& finding : LintFolder(folder).findings) {
      if (finding.rule == "TPL002") return finding.severity;
    }
    return Severity::kInfo;
  };
  EXPECT_EQ(severity("stage_name"), Severity::kWarning);
  EXPECT_EQ(severity("other"), Severity::kError);
}

}  // namespace
}  // namespace stackql
