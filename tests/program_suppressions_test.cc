// Suppressions over the whole program: which findings a comment takes away, and what is said of the
// comment itself. In each case the marks stand around what is still found.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Files = std::map<std::string, std::string>;

struct Case {
  std::string title = {};
  Files files = {};
  std::vector<std::string> rules = {};  // of the marks, in order
  uint32_t suppressed = 0;
};

void Expect(const Case& test) {
  SCOPED_TRACE(test.title);
  TemporaryFolder folder;
  std::vector<Mark> marks;
  for (const auto& entry : test.files) {
    const std::string path = (folder.path() / entry.first).string();
    folder.Write(entry.first, Unmark(entry.second, path, marks));
  }
  const Report report = LintFolder(folder);
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(report.summary.suppressed, test.suppressed) << Describe(report);
  ASSERT_EQ(report.findings.size(), marks.size()) << Describe(report);
  ASSERT_EQ(test.rules.size(), marks.size());
  for (size_t i = 0; i < marks.size(); ++i) {
    const Finding& finding = report.findings[i];
    EXPECT_EQ(finding.rule, test.rules[i]) << Describe(report);
    EXPECT_EQ(finding.where.path, marks[i].path);
    EXPECT_EQ(finding.where.span.begin, marks[i].span.begin) << Describe(report);
    EXPECT_EQ(finding.where.span.end, marks[i].span.end) << Describe(report);
  }
}

const std::string kListed = "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = ";

TEST(QuerySuppressions, Reach) {
  const std::vector<Case> cases = {
      {"end of a line",
       {{"a.iql", kListed + "'xx'; -- stackql-lint: ignore[SQL016] test\n"}},
       {},
       1},
      {"by name",
       {{"a.iql", kListed + "'xx'; -- stackql-lint: ignore[invalid-region] test\n"}},
       {},
       1},
      {"alone: the next line",
       {{"a.iql", "-- stackql-lint: ignore[SQL016] test\n" + kListed + "'xx';\n"}},
       {},
       1},
      {"alone: not the line after",
       {{"a.iql",
         "-- stackql-lint: ignore[\u00ABSQL016\u00BB] test\n\n" + kListed + "'\u00ABxx\u00BB';\n"}},
       {"LNT001", "SQL016"},
       0},
      {"next line from the end of a line",
       {{"a.iql",
         "SELECT arn -- stackql-lint: ignore-next-line[SQL016] test\n"
         "FROM awscc.ivs.stages_list_only WHERE region = 'xx';\n"}},
       {},
       1},
      {"not its own line",
       {{"a.iql", kListed +
                      "'\u00ABxx\u00BB' -- stackql-lint: ignore-next-line[\u00ABSQL016\u00BB] t\n"
                      "LIMIT 5;\n"}},
       {"SQL016", "LNT001"},
       0},
      {"whole file",
       {{"a.iql", kListed + "'xx';\n\n/* stackql-lint: ignore-file[SQL016] test */\n"}},
       {},
       1},
      {"one file alone",
       {{"a.iql", "-- stackql-lint: ignore-file[SQL016] test\n" + kListed + "'xx';\n"},
        {"b.iql", kListed + "'\u00ABxx\u00BB';\n"}},
       {"SQL016"},
       1},
      {"several rules",
       {{"a.iql",
         "SELECT arm -- stackql-lint: ignore[SQL010, \u00ABSQL007\u00BB]\n"
         "FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"}},
       {"LNT001"},
       1},
      {"another rule",
       {{"a.iql", kListed + "'\u00ABxx\u00BB'; -- stackql-lint: ignore[\u00ABSQL010\u00BB]\n"}},
       {"SQL016", "LNT001"},
       0},
      {"Windows line ends",
       {{"a.iql", "-- stackql-lint: ignore[SQL016] test\r\n" + kListed + "'xx';\r\n"}},
       {},
       1},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(QuerySuppressions, AreCommentsOnly) {
  Expect({"in a string",
          {{"a.iql", kListed + "'\u00AB-- stackql-lint: ignore[SQL016]\u00BB';\n"}},
          {"SQL016"},
          0});
}

TEST(QuerySuppressions, Mistakes) {
  const std::vector<Case> cases = {
      {"unknown",
       {{"a.iql",
         "-- stackql-lint: ignore[\u00ABSQL999\u00BB] test\n" + kListed + "'us-east-1';\n"}},
       {"LNT002"},
       0},
      {"no brackets",
       {{"a.iql", "-- \u00ABstackql-lint: ignore SQL016\u00BB\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"nothing in the brackets",
       {{"a.iql", "-- \u00ABstackql-lint: ignore[ ] why\u00BB\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"not closed",
       {{"a.iql", "-- \u00ABstackql-lint: ignore[SQL016\u00BB\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"no colon",
       {{"a.iql",
         "-- \u00ABstackql-lint ignore-file[SQL016]\u00BB\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"capitals",
       {{"a.iql",
         "-- \u00ABSTACKQL-LINT: ignore[SQL016] why\u00BB\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"blanks",
       {{"a.iql",
         "/* \u00ABstackql-lint : Ignore [SQL016]\u00BB */\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
      {"prose",
       {{"a.iql", "-- What stackql-lint ignores [here].\n" + kListed + "'us-east-1';\n"}},
       {},
       0},
      {"another verb",
       {{"a.iql",
         "/* \u00ABstackql-lint: disable[SQL016]\u00BB */\n" + kListed + "'us-east-1';\n"}},
       {"LNT003"},
       0},
  };
  for (const Case& test : cases) Expect(test);
}

std::string Manifest(const std::string& globals, const std::string& resources) {
  return "version: 1\nname: demo\nproviders: [awscc]\n" + globals + "resources:\n" + resources;
}

TEST(ManifestSuppressions, Reach) {
  const std::string query =
      "  - name: list\n    type: query\n    sql: SELECT arn FROM awscc.ivs.stages_list_only "
      "WHERE region = 'us-east-1'\n    exports: [arn]\n";
  const std::vector<Case> cases = {
      {"end of a line",
       {{"stackql_manifest.yml",
         Manifest("note: x # stackql-lint: ignore[MAN002] our own\n", query)}},
       {},
       1},
      {"alone",
       {{"stackql_manifest.yml",
         Manifest("# stackql-lint: ignore[unknown-field] our own\nnote: x\n", query)}},
       {},
       1},
      {"whole file",
       {{"stackql_manifest.yml",
         Manifest("note: x\nmore: y\n", query) + "# stackql-lint: ignore-file[MAN002] our own\n"}},
       {},
       2},
      {"unused",
       {{"stackql_manifest.yml",
         Manifest("", query) + "# stackql-lint: ignore-file[\u00ABMAN002\u00BB]\n"}},
       {"LNT001"},
       0},
      {"in a scalar it is no comment",
       {{"stackql_manifest.yml",
         Manifest(
             "description: 'x # stackql-lint: ignore-next-line[MAN002]'\n\u00ABnote\u00BB: x\n",
             query)}},
       {"MAN002"},
       0},
  };
  for (const Case& test : cases) Expect(test);
}

TEST(ManifestSuppressions, ReachWhereAValueIsWritten) {
  const std::string resources =
      "  - name: stage\n    props:\n      - name: tags\n        value:\n"
      "          - Key: aws:a # stackql-lint: ignore[TAG003] kept as it is\n            Value: b\n"
      "          - Key: \u00ABaws:c\u00BB\n            Value: d\n";
  Expect(
      {"tags",
       {{"stackql_manifest.yml", Manifest("", resources)},
        {"resources/stage.iql",
         "/*+ exists */\nSELECT count(*) AS count FROM awscc.ivs.stages_list_only WHERE region = "
         "'us-east-1';\n/*+ create */\nINSERT INTO awscc.ivs.stages (Tags, region)\n"
         "SELECT '{{ tags }}', 'us-east-1';\n"}},
       {"TAG003"},
       1});
}

TEST(ManifestSuppressions, InInlineSql) {
  const std::string head = "  - name: list\n    type: query\n    exports: [arn]\n    sql: |\n";
  const std::vector<Case> cases = {
      {"end of a line",
       {{"stackql_manifest.yml",
         Manifest("", head + "      SELECT arn FROM awscc.ivs.stages_list_only\n"
                             "      WHERE region = 'xx' -- stackql-lint: ignore[SQL016] test\n")}},
       {},
       1},
      {"alone",
       {{"stackql_manifest.yml",
         Manifest("", head + "      SELECT arn FROM awscc.ivs.stages_list_only\n"
                             "      -- stackql-lint: ignore[SQL016] test\n"
                             "      WHERE region = 'xx'\n")}},
       {},
       1},
      {"unused",
       {{"stackql_manifest.yml",
         Manifest("", head + "      SELECT arn FROM awscc.ivs.stages_list_only\n"
                             "      -- stackql-lint: ignore[\u00ABSQL016\u00BB] test\n"
                             "      WHERE region = 'us-east-1'\n")}},
       {"LNT001"},
       0},
  };
  for (const Case& test : cases) Expect(test);
}

}  // namespace
}  // namespace stackql
