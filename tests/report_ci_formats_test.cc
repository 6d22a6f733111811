// Formats that are read by CI systems and by people in pull requests.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "report/baseline.h"
#include "report/layout.h"
#include "report/report.h"
#include "report/xml.h"

namespace stackql::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

Finding Make(Location where, Severity severity = Severity::kError) {
  Finding finding;
  finding.rule = "TAG001";
  finding.name = "tag-key-length";
  finding.severity = severity;
  finding.where = std::move(where);
  finding.message = "Bad '<a & \"b\"|c>'.";
  return finding;
}

// Findings in two files below 'stacks', the second over two lines, and a failure.
Report Some() {
  Report report;
  report.files["a.yml"] = "x: bad\n";
  report.files["b.iql"] = "y: bad\nworse\n";
  report.findings = {Make({"a.yml", {3, 6}}), Make({"b.iql", {3, 12}}, Severity::kWarning),
                     Make({"b.iql", {7, 12}}, Severity::kInfo)};
  report.findings[0].help = "Mend it.";
  report.findings[1].environments = {"dev"};
  report.summary = {.files = 2, .errors = 1, .warnings = 1, .infos = 1};
  report.summary.not_checked = {{"google.*", {2}}};
  report.failures = {"'c<.yml' could not be read."};
  return report;
}

const RepositoryContext kContext = {.root = "stacks"};

TEST(Xml, EscapesWhatItCannotHold) {
  EXPECT_EQ(XmlText("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;'");
  EXPECT_EQ(XmlText("\x01\n\xFF"), "\xE2\x90\x81\xE2\x90\x8A\xEF\xBF\xBD");
  EXPECT_EQ(XmlText("\xEF\xBF\xBE\xEF\xBF\xBF\xF0\x9F\x98\x80"),
            "\xEF\xBF\xBD\xEF\xBF\xBD\xF0\x9F\x98\x80");
  EXPECT_EQ(XmlAttribute("a", "\xE2\x80\xAE<"), " a=\"&lt;U+202E&gt;&lt;\"");
}

TEST(Checkstyle, HasTheDocumentedForm) {
  EXPECT_EQ(Checkstyle(Some(), kContext),
            R"x(<?xml version="1.0" encoding="UTF-8"?>
<checkstyle version="4.3">
  <file name="stacks/a.yml">
    <error line="1" column="4" severity="error" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'. Mend it." source="stackql-lint.TAG001"/>
  </file>
  <file name="stacks/b.iql">
    <error line="1" column="4" severity="warning" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'. Only in the environment 'dev'." source="stackql-lint.TAG001"/>
    <error line="2" column="1" severity="info" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'." source="stackql-lint.TAG001"/>
  </file>
  <file name=".">
    <error line="0" severity="error" message="'c&lt;.yml' could not be read." source="stackql-lint"/>
  </file>
</checkstyle>
)x");
  EXPECT_EQ(Checkstyle({}),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<checkstyle version=\"4.3\">\n</checkstyle>\n");
}

TEST(Junit, HasTheDocumentedForm) {
  EXPECT_EQ(Junit(Some(), kContext),
            R"x(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stackql-lint" tests="4" failures="3" errors="1">
  <testsuite name="stacks/a.yml" tests="1" failures="1" errors="0">
    <testcase classname="stacks/a.yml" name="TAG001 tag-key-length at 1:4"><failure type="error" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'.">stacks/a.yml:1:4: Bad '&lt;a &amp; &quot;b&quot;|c&gt;'. Mend it.</failure></testcase>
  </testsuite>
  <testsuite name="stacks/b.iql" tests="2" failures="2" errors="0">
    <testcase classname="stacks/b.iql" name="TAG001 tag-key-length at 1:4"><failure type="warning" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'.">stacks/b.iql:1:4: Bad '&lt;a &amp; &quot;b&quot;|c&gt;'. Only in the environment 'dev'.</failure></testcase>
    <testcase classname="stacks/b.iql" name="TAG001 tag-key-length at 2:1"><failure type="info" message="Bad '&lt;a &amp; &quot;b&quot;|c&gt;'.">stacks/b.iql:2:1: Bad '&lt;a &amp; &quot;b&quot;|c&gt;'.</failure></testcase>
  </testsuite>
  <testsuite name="stackql-lint" tests="1" failures="0" errors="1">
    <testcase classname="stackql-lint" name="failure 1"><error message="'c&lt;.yml' could not be read."/></testcase>
    <system-out>Not checked: 2 google.*.
</system-out>
  </testsuite>
</testsuites>
)x");
}

TEST(Junit, PassesIfNothingIsFound) {
  EXPECT_EQ(Junit({}),
            R"x(<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="stackql-lint" tests="1" failures="0" errors="0">
  <testsuite name="stackql-lint" tests="1" failures="0" errors="0">
    <testcase classname="stackql-lint" name="no findings"/>
  </testsuite>
</testsuites>
)x");
}

TEST(Gitlab, HasTheDocumentedForm) {
  const json issues = json::parse(Gitlab(Some(), kContext));
  ASSERT_EQ(issues.size(), 3U);
  const std::string fingerprint = BaselineOf(Some(), kContext)[0].fingerprint;
  EXPECT_EQ(issues.at(0),
            (json{{"description", "Bad '<a & \"b\"|c>'. Mend it."},
                  {"check_name", "TAG001"},
                  {"fingerprint", fingerprint},
                  {"severity", "major"},
                  {"location", {{"path", "stacks/a.yml"}, {"lines", {{"begin", 1}}}}}}));
  EXPECT_EQ(issues.at(1).at("severity"), "minor");
  EXPECT_EQ(issues.at(1).at("location").at("lines"), (json{{"begin", 1}, {"end", 2}}));
  EXPECT_EQ(issues.at(2).at("severity"), "info");
  EXPECT_EQ(json::parse(Gitlab({})), json::array());
}

TEST(Gitlab, CountsLinesThatEndWithTheSpan) {
  Report report;
  report.files["f"] = "ab\ncd\n";
  report.findings = {Make({"f", {0, 3}}), Make({"f", {0, 6}})};
  const json issues = json::parse(Gitlab(report));
  EXPECT_EQ(issues.at(0).at("location").at("lines"), (json{{"begin", 1}}));
  EXPECT_EQ(issues.at(1).at("location").at("lines"), (json{{"begin", 1}, {"end", 2}}));
}

// What is known is left out; the fingerprints of the others stay.
TEST(Gitlab, KeepsFingerprintsWithABaseline) {
  Report report;
  report.files["f"] = "bad bad bad";
  report.findings = {Make({"f", {0, 3}}), Make({"f", {4, 7}}), Make({"f", {8, 11}})};
  const json before = json::parse(Gitlab(report));
  Baseline baseline = BaselineOf(report, {});
  baseline.pop_back();
  const Comparison comparison =
      Compare(report, baseline, {}, [](const BaselineEntry&) { return true; });
  const json after = json::parse(Gitlab(report, {}, comparison));
  ASSERT_EQ(after.size(), 1U);
  EXPECT_EQ(after.at(0), before.at(2));
}

// The members that reviewdog's schema has (proto/rdf/reviewdog.proto): its reader refuses others.
void ExpectMembers(const json& object, const std::set<std::string>& known) {
  for (const auto& [name, value] : object.items()) EXPECT_EQ(known.count(name), 1U) << name;
}

void ExpectPosition(const json& position) {
  ExpectMembers(position, {"line", "column"});
  EXPECT_GE(position.at("line").get<int>(), 1);
  EXPECT_GE(position.at("column").get<int>(), 1);
}

void ExpectRange(const json& range) {
  ExpectMembers(range, {"start", "end"});
  ExpectPosition(range.at("start"));
  ExpectPosition(range.at("end"));
}

TEST(Rdjson, HasTheDocumentedForm) {
  Report report = Some();
  report.findings[0].fix = Fix{.title = "Mend", .edits = {{{"a.yml", {3, 6}}, "good"}}};
  const json result = json::parse(Rdjson(report, kContext));
  ExpectMembers(result, {"diagnostics", "source", "severity"});
  ExpectMembers(result.at("source"), {"name", "url"});
  ASSERT_EQ(result.at("diagnostics").size(), 3U);
  for (const json& diagnostic : result.at("diagnostics")) {
    ExpectMembers(diagnostic, {"message", "location", "severity", "source", "code", "suggestions",
                               "original_output", "images"});
    ExpectMembers(diagnostic.at("location"), {"path", "range"});
    ExpectRange(diagnostic.at("location").at("range"));
    ExpectMembers(diagnostic.at("code"), {"value", "url"});
    EXPECT_THAT((std::set<std::string>{"ERROR", "WARNING", "INFO"}),
                testing::Contains(diagnostic.at("severity").get<std::string>()));
    for (const json& suggestion : diagnostic.value("suggestions", json::array())) {
      ExpectMembers(suggestion, {"range", "text"});
      ExpectRange(suggestion.at("range"));
    }
  }
  const json& first = result.at("diagnostics").at(0);
  EXPECT_EQ(first.at("message"), "Bad '<a & \"b\"|c>'. Mend it.");
  EXPECT_EQ(first.at("location").at("path"), "stacks/a.yml");
  EXPECT_EQ(
      first.at("suggestions"),
      (json{{{"range",
              {{"start", {{"line", 1}, {"column", 4}}}, {"end", {{"line", 1}, {"column", 7}}}}},
             {"text", "good"}}}));
  EXPECT_EQ(json::parse(Rdjson({})).at("diagnostics"), json::array());
}

TEST(Rdjson, CountsBytesAndSuggestsAFixAsAWhole) {
  Report report;
  report.files["f"] = "\xC3\xA4 one two\n";
  report.findings = {Make({"f", {3, 6}})};
  const auto suggestions = [&](const Fix& fix) {
    report.findings[0].fix = fix;
    return json::parse(Rdjson(report)).at("diagnostics").at(0).value("suggestions", json());
  };
  const Fix fix = {.title = "Mend", .edits = {{{"f", {7, 10}}, "2"}, {{"f", {3, 6}}, "1"}}};
  EXPECT_EQ(
      suggestions(fix),
      (json{{{"range",
              {{"start", {{"line", 1}, {"column", 4}}}, {"end", {{"line", 1}, {"column", 11}}}}},
             {"text", "1 2"}}}));
  Fix other = fix;
  other.kind = Fix::Kind::kUnsafe;
  EXPECT_EQ(suggestions(other), json());
  other = fix;
  other.kind = Fix::Kind::kShown;
  EXPECT_EQ(suggestions(other), json());
  other = fix;
  other.edits[0].where.path = "g";
  EXPECT_EQ(suggestions(other), json());
}

TEST(Markdown, HasARowForEachFinding) {
  Report report = Some();
  EXPECT_EQ(Markdown(report, kContext),
            R"x(### stackql-lint

Checked 2 files and 0 operations: 1 error, 1 warning, 1 info; not checked: 2 google.\*.

- **failure** 'c\<.yml' could not be read.

| severity | rule | where | finding |
|---|---|---|---|
| error | [TAG001](https://github.com/stackql/stackql-lint/blob/main/rules/README.md#tag001) | `stacks/a.yml:1` | Bad '\<a \& "b"\|c\>'. Mend it. |
| warning | [TAG001](https://github.com/stackql/stackql-lint/blob/main/rules/README.md#tag001) | `stacks/b.iql:1` | Bad '\<a \& "b"\|c\>'. Only in the environment 'dev'. |
| info | [TAG001](https://github.com/stackql/stackql-lint/blob/main/rules/README.md#tag001) | `stacks/b.iql:2` | Bad '\<a \& "b"\|c\>'. |
)x");
  EXPECT_EQ(Markdown({}), "### stackql-lint\n\nChecked 0 files and 0 operations: no findings.\n\n");
}

TEST(Markdown, LinksToGithub) {
  RepositoryContext context = {.repository_uri = "https://github.com/o/r.git", .revision = "abc"};
  Report report;
  report.files["a b.yml"] = "\nbad";
  report.findings = {Make({"a b.yml", {1, 4}})};
  EXPECT_THAT(Markdown(report, context),
              HasSubstr("| [`a b.yml:2`](https://github.com/o/r/blob/abc/a%20b.yml#L2) |"));
  context.repository_uri = "https://example.com/o/r";
  EXPECT_THAT(Markdown(report, context), HasSubstr("| `a b.yml:2` |"));
}

TEST(Markdown, IsAsLargeAsGithubTakesIt) {
  Report report = Some();
  report.findings.insert(report.findings.begin(), 500, Make({"a.yml", {3, 6}}, Severity::kInfo));
  report.findings[7].message = std::string(100000, 'x');
  report.failures.assign(100, std::string(5000, '|'));
  report.summary.not_checked = {{std::string(100000, 'x'), {1}}};
  const std::string text = Markdown(report, kContext);
  EXPECT_LE(text.size(), 65536U);
  EXPECT_GT(text.size(), 62000U);
  EXPECT_THAT(text, HasSubstr("- 80 more failures\n"));
  EXPECT_THAT(text, HasSubstr("| error |"));
  EXPECT_LT(text.find("| error |"), text.find("| warning |"));
  EXPECT_LT(text.find("| warning |"), text.find("| info |"));
  size_t rows = 0;
  for (size_t at = text.find("TAG001]"); at != std::string::npos;
       at = text.find("TAG001]", at + 1)) {
    ++rows;
  }
  EXPECT_THAT(
      text, testing::EndsWith("\n\n" + std::to_string(503 - rows) + " more findings not shown.\n"));
}

TEST(Markdown, TextStaysText) {
  EXPECT_EQ(MarkdownText("*a* _b_ `c` [d](e) | \\ ~f~ $g$ ![h] &amp; {i}"),
            R"(\*a\* \_b\_ \`c\` \[d\]\(e\) \| \\ \~f\~ \$g\$ \!\[h\] \&amp; \{i\})");
  EXPECT_EQ(MarkdownText("@a #1 http://b www.c d:e f.g"),
            "@<!-- -->a #<!-- -->1 http:<!-- -->//b www<!-- -->.c d:e f.g");
  EXPECT_EQ(MarkdownText("a\nb\x1b"),
            "a\xE2\x90\x8A"
            "b\xE2\x90\x9B");
}

TEST(CiFormats, CountWhatTheBaselineKnows) {
  Report report = Some();
  const Baseline baseline = BaselineOf(report, {});
  const Comparison comparison =
      Compare(report, baseline, {}, [](const BaselineEntry&) { return true; });
  EXPECT_THAT(Junit(report, {}, comparison), HasSubstr("3 known findings in the baseline\n"));
  EXPECT_THAT(Markdown(report, {}, comparison), HasSubstr("3 known findings in the baseline"));
  EXPECT_THAT(Checkstyle(report, {}), Not(HasSubstr("TAG001")));
}

}  // namespace
}  // namespace stackql::report
