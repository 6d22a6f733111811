// A secret that is found is shown by no output.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/command.h"
#include "support/sample.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

TEST(Secrets, AreHiddenInReports) {
  const std::string secret = "M0l8QzXw3TjvEpR7uYkB5sHaVdC1nGfI9oLrZt2x";
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "name: demo\nproviders: [awscc]\nglobals:\n  - {name: secret_access_key, vlaue: x, "
               "value: " +
                   secret + "}\n");
  const Report report = LintFolder(folder);
  ASSERT_EQ(report.findings.size(), 2U) << Describe(report);
  EXPECT_EQ(report.findings[0].name, "unknown-field");
  EXPECT_EQ(report.findings[1].name, "secret-in-manifest");
  EXPECT_EQ(report.findings[1].where.span.size(), secret.size());
  EXPECT_EQ(report.findings[1].message.find(secret), std::string::npos);
  ASSERT_EQ(report.files.size(), 1U);
  const std::string& shown = report.files.begin()->second;
  EXPECT_EQ(shown.find(secret), std::string::npos);
  EXPECT_NE(shown.find("value: " + std::string(secret.size(), '*') + "}"), std::string::npos);
}

// What is given to the run is not in the repository.
TEST(Secrets, ArePasswordsThatAreWrittenIntoFiles) {
  const auto found = [](const std::string& value, const std::string& options) {
    TemporaryFolder folder;
    folder.Write("stackql_manifest.yml",
                 "version: 1\nname: demo\nproviders: [awscc]\nresources:\n- name: db\n"
                 "  props: [{name: password, value: '" +
                     value + "'}]\n");
    folder.Write("resources/db.iql",
                 "/*+ create */\nINSERT INTO awscc.rds.db_clusters (Engine, MasterUserPassword, "
                 "region)\nSELECT 'aurora-mysql', '{{ password }}', 'us-east-1';\n");
    const Outcome outcome =
        RunProgram(folder.path().string(), ". --no-config --select SEC004 " + options);
    return outcome.text.find("warning[SEC004]") != std::string::npos;
  };
  EXPECT_TRUE(found("hunter2-and-more", ""));
  EXPECT_FALSE(found("{{ DB_PASSWORD }}", ""));
  EXPECT_FALSE(found("{{ DB_PASSWORD }}", "-e DB_PASSWORD=hunter2-and-more"));
}

// A password is hidden as a whole: its letters are in other words as well.
TEST(Secrets, ThatAreWordsAreHiddenInEveryFormat) {
  TemporaryFolder folder;
  folder.Write("q.iql",
               "INSERT INTO awscc.rds.db_clusters (Engine, MasterUserPassword, Hunter, region)\n"
               "SELECT 'aurora-mysql', 'hunter2', 'hunting', 'us-east-1';\n");
  for (const char* format : {"text", "compact", "json", "sarif", "github", "gitlab", "junit",
                             "checkstyle", "rdjson", "markdown"}) {
    const Outcome outcome =
        RunProgram(folder.path().string(), std::string("q.iql --no-config -o ") + format);
    EXPECT_NE(outcome.text.find("SEC004"), std::string::npos) << format << outcome.text;
    EXPECT_NE(outcome.text.find("'Hunter'"), std::string::npos) << format << outcome.text;
    EXPECT_EQ(outcome.text.find("hunter2"), std::string::npos) << format << outcome.text;
  }
  const Outcome text = RunProgram(folder.path().string(), "q.iql --no-config");
  EXPECT_NE(text.text.find("'*******', 'hunting'"), std::string::npos) << text.text;
  const Outcome shown = RunProgram(folder.path().string(), "q.iql --no-config --show-values");
  EXPECT_NE(shown.text.find("'hunter2', 'hunting'"), std::string::npos) << shown.text;
}

// A manifest of one resource `db`, with these lines in its props; `pw` is protected.
std::string Protecting(const std::string& props) {
  return "version: 1\nname: demo\nproviders: [awscc]\nresources:\n- name: db\n  protected: [pw]\n"
         "  props:\n" +
         props;
}

// What is wrong with them keeps no protected value from being hidden.
TEST(Secrets, AreHiddenWhereTheManifestIsWrong) {
  const struct {
    std::string manifest;
    std::string rule;
  } cases[] = {
      {Protecting("  - name: pw\n    valeu: LeakBravo22\n"), "MAN003"},
      {Protecting("  - name: pw\n    values: {dev: LeakBravo22}\n"), "MAN004"},
      {Protecting("  - name: pw\n    value: file(inc.json)\n"), "MAN060"},
      {Protecting("  - name: pw\n    value: \"LeakBravo22\n"), "MAN001"},
      {Protecting("  - name: pw\n    values:\n      dev:\n        value: LeakBravo22\n     x\n"),
       "MAN001"},
      {Protecting("  - name: other\n    protected: tru\n    value: LeakBravo22\n"), "MAN004"},
      {"version: 1\nname: demo\nproviders: [awscc]\nglobals:\n- name: pw\n  protected: [tru]\n"
       "  value: LeakBravo22\nresources: []\n",
       "MAN004"},
  };
  for (const auto& test : cases) {
    TemporaryFolder folder;
    folder.Write("stackql_manifest.yml", test.manifest);
    folder.Write("resources/inc.json", R"({"a": "LeakBravo22", "b": [1,2,], "c": "LeakBravo22"})");
    folder.Write("resources/db.iql",
                 "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\n"
                 "SELECT '{{ pw }}{{ other }}', 'us-east-1';\n");
    for (const char* format : {"text", "sarif", "json", "markdown"}) {
      const Outcome outcome =
          RunProgram(folder.path().string(), std::string(". --no-config -o ") + format);
      EXPECT_NE(outcome.text.find(test.rule), std::string::npos) << outcome.text;
      EXPECT_EQ(outcome.text.find("LeakBravo22"), std::string::npos)
          << test.manifest << outcome.text;
    }
    const Outcome shown = RunProgram(folder.path().string(), "render . --no-config");
    EXPECT_EQ(shown.text.find("LeakBravo22"), std::string::npos) << test.manifest << shown.text;
  }
}

// What filters and arithmetic make of a text or number that holds a protected value is derived from
// it as a whole: no command prints it.
TEST(Secrets, AreHiddenInWhatIsMadeOfThem) {
  const std::string secret = "Hunter2XyZq9w";
  const struct {
    std::string expression;
    std::vector<std::string> hidden;
  } cases[] = {
      {"{{ pw | base64_encode }}", {"SHVudGVyMlh5WnE5dw=="}},
      {"{{ q | base64_encode }}", {"cHJlLUh1bnRlcjJYeVpxOXc="}},
      {"{{ q | upper | base64_encode }}", {"UFJFLUhVTlRFUjJYWVpROVc="}},
      {"{% set z = \"user:\" ~ pw %}{{ z | base64_encode }}", {"dXNlcjpIdW50ZXIyWHlacTl3"}},
      {"{{ l | base64_encode }}", {"WyJIdW50ZXIyWHlacTl3IiwiYiJd"}},
      {"{{ m | base64_encode }}", {"WyJhIiwiSHVudGVyMlh5WnE5dyIsImIiXQ=="}},
      {"{{ number | int * 2 }}", {"96303246"}},
      {"{{ 2 * number | int }}", {"96303246"}},
      {"{{ number | int + 1 }}", {"48151624"}},
  };
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "version: 1\nname: demo\nproviders: [awscc]\nglobals:\n"
               "  - {name: given, value: " +
                   secret + ", protected: true}\n" +
                   "  - {name: count, value: 48151623, protected: true}\n"
                   "resources:\n- name: db\n  props:\n"
                   "  - {name: pw, value: '{{ given }}'}\n  - {name: q, value: 'pre-{{ pw }}'}\n"
                   "  - {name: l, value: ['{{ pw }}', b]}\n"
                   "  - {name: m, value: [a], merge: [l]}\n"
                   "  - {name: number, value: '{{ count }}'}\n");
  for (const auto& test : cases) {
    const std::string& made = test.expression;
    folder.Write("resources/db.iql",
                 "/*+ exists */\nSELECT nope FROM awscc.s3.buckets WHERE region = '" + made +
                     "' AND Identifier = '" + made + "';\n" +
                     "/*+ create */\nINSERT INTO awscc.s3.buckets (BucketName, "
                     "region) SELECT 'B_" +
                     made + "', '" + made + "';\n");
    for (const char* command :
         {"check .", "check . -o json", "render .", "operations .", "permissions .",
          "policy generate . --allow-incomplete", "explain resources/db.iql:2:60"}) {
      const Outcome outcome =
          RunProgram(folder.path().string(), std::string(command) + " --no-config");
      for (const std::string& hidden : test.hidden) {
        EXPECT_EQ(outcome.text.find(hidden), std::string::npos) << command << " of " << made << "\n"
                                                                << outcome.text;
      }
      EXPECT_EQ(outcome.text.find(secret), std::string::npos) << command << outcome.text;
    }
  }
}

}  // namespace
}  // namespace stackql
