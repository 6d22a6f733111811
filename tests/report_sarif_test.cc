#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>

#include "lint/rule_documents.h"
#include "report/baseline.h"
#include "report/report.h"
#include "report/sarif_rules.h"
#include "report/uri.h"
#include "snapshot/snapshot_objects.h"
#include "support/made_rules.h"

namespace stackql::report {
namespace {

using nlohmann::json;

std::unique_ptr<snapshot::RuleT> MakeRule(std::string id, std::string name,
                                          snapshot::Severity severity, std::string message) {
  auto rule = std::make_unique<snapshot::RuleT>();
  rule->id = std::move(id);
  rule->name = std::move(name);
  rule->severity = severity;
  rule->subject = snapshot::Subject::Property;
  rule->summary = "A tag key has 1 to 128 characters";
  rule->why = "AWS refuses such a key.\nThe stack fails.\n\nShorten it.\n";
  rule->builtin = true;
  auto text = std::make_unique<snapshot::MessageT>();
  text->id = "default";
  text->text = std::move(message);
  rule->messages.push_back(std::move(text));
  for (const bool bad : {true, false}) {
    auto example = std::make_unique<snapshot::ExampleT>();
    example->bad = bad;
    auto file = std::make_unique<snapshot::ExampleFileT>();
    file->path = "query.iql";
    file->text = bad ? "SELECT «x» ``` FROM y;\n" : "SELECT z FROM y;";
    example->files.push_back(std::move(file));
    rule->examples.push_back(std::move(example));
  }
  return rule;
}

std::string RuleBytes() {
  snapshot::RulesT rules;
  rules.rules.push_back(MakeRule("MAN001", "a-b-yaml-syntax", snapshot::Severity::Warning,
                                 "'{what}' is no YAML, as '{what}' and '{why}' say."));
  rules.rules.push_back(MakeRule("TAG001", "tag-key-length", snapshot::Severity::Error,
                                 "Tag key '{key}' has '{length}' characters."));
  rules.rules.push_back(
      MakeRule("TAG009", "hint", snapshot::Severity::Info, "'{key}' could be '{better}'."));
  return testing_support::RuleSnapshot(std::move(rules));
}

const RuleSet& Rules() {
  static const std::string bytes = RuleBytes();
  static const RuleSet rules{snapshot::Snapshot::Open(bytes)};
  return rules;
}

Location At(const Report& report, const std::string& path, std::string_view needle) {
  const auto at = static_cast<uint32_t>(report.files.at(path).find(needle));
  return {path, {at, at + static_cast<uint32_t>(needle.size())}};
}

Finding Make(Location where, std::string key = "a") {
  Finding finding;
  finding.rule = "TAG001";
  finding.name = "tag-key-length";
  finding.where = std::move(where);
  finding.message = "Tag key '" + key + "' has '3' characters.";
  finding.message_id = "default";
  finding.args = {{"length", "3"}, {"key", std::move(key)}};
  return finding;
}

// Findings of every shape: wide characters, empty spans, several lines, long lines, notes, fixes,
// files with difficult names, and an empty file.
Report Rich() {
  Report report;
  report.files["stackql_manifest.yml"] = "name: é😀 demo\r\nprops:\r\n  - Key: bäd\r\n";
  report.files["resources/a b#%[1].iql"] = "SELECT {{ x }}\nFROM t";
  report.files["<stdin>"] = "";
  report.files["long.yml"] =
      std::string(6000, 'a') + "bad" + std::string(3000, 'b') + "é" + std::string(9000, 'c');
  Finding wide = Make(At(report, "stackql_manifest.yml", "demo"));
  wide.notes = {{At(report, "resources/a b#%[1].iql", "{{ x }}"), "used [here](7)"},
                {At(report, "stackql_manifest.yml", "bäd"), "and here"}};
  wide.fix = Fix{"Replace with 'x'", {{At(report, "stackql_manifest.yml", "demo"), "x"}}};
  wide.help = "Shorten it.";
  Finding over_lines = Make(At(report, "stackql_manifest.yml", "props:\r\n  - Key"), "[x](9) {0}");
  Finding at_end = Make({"resources/a b#%[1].iql", {21, 21}});
  at_end.severity = Severity::kWarning;
  Finding empty = Make({"<stdin>", {0, 0}});
  empty.severity = Severity::kInfo;
  empty.rule = "TAG009";
  empty.args.clear();
  Finding in_long = Make(At(report, "long.yml", "bad"));
  Finding whole_long = Make({"long.yml", {0, 18000}});
  report.findings = {wide, over_lines, at_end, empty, in_long, whole_long};
  report.failures = {"'x.yml' could not be read."};
  report.summary.not_checked = {{"awscc.ec2.vpcs", {2}}};
  return report;
}

json Parse(const Report& report, const RepositoryContext& context = {}) {
  return json::parse(Sarif(report, Rules(), context));
}

std::vector<std::string_view> Names(const NumberedMessage& message) {
  std::vector<std::string_view> names;
  for (const Placeholder& each : message.placeholders) names.push_back(each.name);
  return names;
}

TEST(Sarif, NumbersPlaceholders) {
  const NumberedMessage message = Number("'{b}' and '{a}' or '{b}' {not one} {} }{");
  EXPECT_EQ(message.text, "'{0}' and '{1}' or '{0}' {{not one}} {{}} }}{{");
  EXPECT_THAT(Names(message), testing::ElementsAre("b", "a"));
  const NumberedMessage counted = Number("{a|item|items} of {b}, {a}, {a|item|items}");
  EXPECT_EQ(counted.text, "{0} of {1}, {2}, {0}");
  EXPECT_THAT(Names(counted), testing::ElementsAre("a", "b", "a"));
}

TEST(Sarif, NamesRulesInPascalCase) {
  for (const auto& [kebab, pascal] :
       std::map<std::string, std::string>{{"tag-key-length", "TagKeyLength"},
                                          {"a-b-yaml", "AbYaml"},
                                          {"not-a-thing", "NotAthing"},
                                          {"s3-2nd", "S32nd"},
                                          {"unused", "Unused"}}) {
    EXPECT_EQ(PascalCase(kebab), pascal);
    EXPECT_THAT(PascalCase(kebab), testing::MatchesRegex("([A-Z][a-z0-9]+)*"));
  }
}

TEST(Sarif, WritesPathsAsUris) {
  EXPECT_EQ(UriOf("./a//b.iql"), "a/b.iql");
  EXPECT_EQ(UriOf("stacks/x/../y/b.iql"), "stacks/y/b.iql");
  EXPECT_EQ(UriOf("../../b"), "../../b");
  EXPECT_EQ(UriOf("/repository/a b"), "file:///repository/a%20b");
  EXPECT_EQ(UriOf("<stdin>"), "%3Cstdin%3E");
  EXPECT_EQ(UriOf("c:\\é?#%.iql"), "c%3A%5C%C3%A9%3F%23%25.iql");
  EXPECT_EQ(UriOf(""), ".");
}

TEST(Sarif, PathsAreRelativeToTheRepository) {
  EXPECT_EQ(RepositoryPath("b.iql", "stacks/x/", "/repo"), "stacks/x/b.iql");
  EXPECT_EQ(RepositoryPath("../y/b.iql", "stacks/x", "/repo"), "stacks/y/b.iql");
  EXPECT_EQ(RepositoryPath("/repo/a b", "", "/repo"), "a b");
  EXPECT_EQ(RepositoryPath("/repository/a", "", "/repo"), "/repository/a");
}

TEST(Sarif, DescribesTheRulesThatReport) {
  Report report;
  for (const char* id : {"TAG009", "TAG001", "TAG009", "OWN404"})
    report.findings.push_back({.rule = id});
  const json run = Parse(report).at("runs").at(0);
  const json& driver = run.at("tool").at("driver");
  ASSERT_EQ(driver.at("rules").size(), 2U);
  for (size_t i = 0; i < 3; ++i) {
    const json& result = run.at("results").at(i);
    EXPECT_EQ(driver.at("rules").at(result.at("ruleIndex").get<size_t>()).at("id"),
              result.at("ruleId"));
  }
  EXPECT_FALSE(run.at("results").at(3).contains("ruleIndex"));
  EXPECT_TRUE(Parse({}).at("runs").at(0).at("tool").at("driver").at("rules").empty());
  const json& rule = driver.at("rules").at(0);
  EXPECT_EQ(rule.at("id"), "TAG001");
  EXPECT_EQ(rule.at("name"), "TagKeyLength");
  EXPECT_EQ(rule.at("shortDescription").at("text"), "A tag key has 1 to 128 characters.");
  EXPECT_EQ(rule.at("fullDescription").at("text"), "AWS refuses such a key. The stack fails.");
  EXPECT_EQ(rule.at("messageStrings").at("default").at("text"),
            "Tag key '{0}' has '{1}' characters.");
  EXPECT_EQ(rule.at("defaultConfiguration").at("level"), "error");
  EXPECT_EQ(driver.at("rules").at(1).at("defaultConfiguration").at("level"), "note");
  EXPECT_EQ(driver.at("rules").at(1).at("properties").at("problem.severity"), "recommendation");
  EXPECT_FALSE(rule.at("properties").contains("security-severity"));
  const std::string markdown = rule.at("help").at("markdown");
  EXPECT_THAT(markdown, testing::HasSubstr("````sql\nSELECT x ``` FROM y;\n````"));
  EXPECT_THAT(markdown, testing::HasSubstr("## Right\n\n```sql\nSELECT z FROM y;\n```"));
}

TEST(Sarif, PlacesFindingsInUtf16) {
  const json results = Parse(Rich()).at("runs").at(0).at("results");
  const json& physical = results.at(0).at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(physical.at("artifactLocation"),
            (json{{"uri", "stackql_manifest.yml"}, {"uriBaseId", "%SRCROOT%"}}));
  // "name: " 6, é 1, the emoji 2 units, a blank.
  const json region = {{"startLine", 1},
                       {"startColumn", 11},
                       {"endLine", 1},
                       {"endColumn", 15},
                       {"snippet", {{"text", "demo"}}}};
  EXPECT_EQ(physical.at("region"), region);
  EXPECT_EQ(physical.at("contextRegion").at("startLine"), 1);
  EXPECT_EQ(physical.at("contextRegion").at("endLine"), 2);
  EXPECT_EQ(physical.at("contextRegion").at("snippet").at("text"), "name: é😀 demo\r\nprops:");
  const json& over_lines = results.at(1).at("locations").at(0).at("physicalLocation").at("region");
  EXPECT_EQ(over_lines.at("endLine"), 3);
  EXPECT_EQ(over_lines.at("endColumn"), 8);
}

TEST(Sarif, GivesMessagesWithIdAndArguments) {
  const json results = Parse(Rich()).at("runs").at(0).at("results");
  const json& message = results.at(0).at("message");
  EXPECT_EQ(message.at("id"), "default");
  EXPECT_EQ(message.at("arguments"), (json{"a", "3"}));
  EXPECT_EQ(message.at("text"),
            "Tag key 'a' has '3' characters. Shorten it. See [used \\[here\\](7)](1), "
            "[and here](2).");
  EXPECT_EQ(results.at(0).at("relatedLocations").size(), 2U);
  EXPECT_EQ(results.at(0).at("relatedLocations").at(1).at("id"), 2);
  // A user's text is no link, and arguments that are missing keep their name.
  EXPECT_EQ(results.at(1).at("message").at("text"), "Tag key '\\[x\\](9) {0}' has '3' characters.");
  EXPECT_EQ(results.at(3).at("message").at("arguments"), (json{"{key}", "{better}"}));
}

TEST(Sarif, WritesFixes) {
  const json fix = Parse(Rich()).at("runs").at(0).at("results").at(0).at("fixes").at(0);
  EXPECT_EQ(fix.at("description").at("text"), "Replace with 'x'.");
  const json& change = fix.at("artifactChanges").at(0);
  EXPECT_EQ(change.at("artifactLocation").at("uri"), "stackql_manifest.yml");
  EXPECT_EQ(change.at("replacements").at(0).at("insertedContent").at("text"), "x");
  EXPECT_EQ(change.at("replacements").at(0).at("deletedRegion").at("startColumn"), 11);
}

TEST(Sarif, FingerprintsSurviveMovesAndTellTwinsApart) {
  Report report;
  report.files["f"] = "a\nbad bad\n";
  report.findings = {Make({"f", {2, 5}}), Make({"f", {6, 9}})};
  const json before = Parse(report).at("runs").at(0).at("results");
  report.files["f"] = "a\n\n\n  bad bad\n";
  report.findings = {Make({"f", {6, 9}}), Make({"f", {10, 13}})};
  const json after = Parse(report).at("runs").at(0).at("results");
  std::set<std::string> own;
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(before.at(i).at("partialFingerprints"), after.at(i).at("partialFingerprints"));
    own.insert(before.at(i).at("partialFingerprints").at("stackqlLint/v1").get<std::string>());
  }
  EXPECT_EQ(own.size(), 2U);
}

// All results of a run have the state, or none has; the fingerprints are the same with a baseline.
TEST(Sarif, MarksWhatTheBaselineKnows) {
  Report report;
  report.files["f"] = "bad bad bad\n";
  report.findings = {Make({"f", {0, 3}}), Make({"f", {4, 7}}), Make({"f", {8, 11}})};
  const json before = Parse(report).at("runs").at(0).at("results");
  Baseline baseline = BaselineOf(report, {});
  baseline.erase(baseline.begin() + 1);
  baseline.push_back({.fingerprint = "1:1", .rule = "TAG001", .file = "f", .message = "Gone."});
  const Comparison comparison =
      Compare(report, baseline, {}, [](const BaselineEntry&) { return true; });
  EXPECT_EQ(report.findings.size(), 1U);
  const json run = json::parse(Sarif(report, Rules(), {}, comparison)).at("runs").at(0);
  const json& after = run.at("results");
  ASSERT_EQ(after.size(), 3U);
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_FALSE(before.at(i).contains("baselineState"));
    EXPECT_EQ(after.at(i).at("baselineState"), i == 1 ? "new" : "unchanged");
    EXPECT_EQ(before.at(i).at("partialFingerprints"), after.at(i).at("partialFingerprints"));
  }
  EXPECT_EQ(
      run.at("invocations").at(0).at("toolExecutionNotifications").at(0).at("message").at("text"),
      "2 known findings in the baseline; 1 entry of the baseline no longer occurs.");
}

TEST(Sarif, SaysWhereTheRepositoryIsIfItIsKnown) {
  EXPECT_FALSE(Parse({}).at("runs").at(0).contains("versionControlProvenance"));
  const RepositoryContext context = {"https://github.com/o/r", "abc", "main", "stacks"};
  Report report;
  report.files["f"] = "a";
  report.findings = {Make({"f", {0, 1}})};
  const json run = Parse(report, context).at("runs").at(0);
  EXPECT_EQ(run.at("versionControlProvenance").at(0),
            (json{{"repositoryUri", "https://github.com/o/r"},
                  {"revisionId", "abc"},
                  {"branch", "main"},
                  {"mappedTo", {{"uriBaseId", "%SRCROOT%"}}}}));
  EXPECT_EQ(run.at("results")
                .at(0)
                .at("locations")
                .at(0)
                .at("physicalLocation")
                .at("artifactLocation")
                .at("uri"),
            "stacks/f");
}

// UTF-16 units of a text, by its bytes.
size_t Utf16Length(std::string_view text) {
  size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

TEST(Sarif, ContextsOfLongLinesHoldTheRegion) {
  Report report;
  std::string& bytes = report.files["f"];
  std::vector<uint32_t> starts;
  while (bytes.size() < 9000) {
    for (const char* part : {"a", "é", "名", "😀"}) {
      starts.push_back(static_cast<uint32_t>(bytes.size()));
      bytes += part;
    }
  }
  for (size_t i = 0; i + 3 < starts.size(); i += 41) {
    report.findings.push_back(Make({"f", {starts[i], starts[i + 3]}}));
  }
  const json run = Parse(report).at("runs").at(0);
  for (size_t i = 0; i < report.findings.size(); ++i) {
    const Span span = report.findings[i].where.span;
    const json physical = run.at("results").at(i).at("locations").at(0).at("physicalLocation");
    const json& region = physical.at("region");
    const json& context = physical.at("contextRegion");
    EXPECT_EQ(region.at("startColumn"), Utf16Length(bytes.substr(0, span.begin)) + 1);
    EXPECT_EQ(region.at("endColumn"), Utf16Length(bytes.substr(0, span.end)) + 1);
    EXPECT_LE(context.at("startColumn"), region.at("startColumn"));
    EXPECT_GE(context.at("endColumn"), region.at("endColumn"));
    EXPECT_NE(context.at("snippet"), region.at("snippet"));
    const std::string snippet = context.at("snippet").at("text");
    EXPECT_EQ(snippet.find("\xEF\xBF\xBD"), std::string::npos) << "a character is cut in two";
    EXPECT_EQ(Utf16Length(snippet),
              context.at("endColumn").get<size_t>() - context.at("startColumn").get<size_t>());
  }
}

TEST(Sarif, LongLinesDoNotMakeLongOutput) {
  Report report;
  report.files["f"] = std::string(200000, 'x');
  for (uint32_t i = 0; i < 1000; ++i)
    report.findings.push_back(Make({"f", {i * 200, i * 200 + 2}}));
  EXPECT_LT(Sarif(report, Rules(), {}).size(), 4000000U);
}

TEST(Sarif, KeepsTheMostSevereOfTooMany) {
  Report report;
  report.files["f"] = "x";
  report.findings.assign(25010, Make({"f", {0, 1}}));
  for (size_t i = 0; i < 100; ++i) report.findings[i].severity = Severity::kInfo;
  const json run = Parse(report).at("runs").at(0);
  EXPECT_EQ(run.at("results").size(), 25000U);
  size_t notes = 0;
  for (const json& result : run.at("results")) notes += result.at("level") == "note";
  EXPECT_EQ(notes, 90U);
  EXPECT_EQ(
      run.at("invocations").at(0).at("toolExecutionNotifications").at(0).at("message").at("text"),
      "10 findings of lower severity are left out.");
}

TEST(Sarif, IsUtf8WhateverTheInput) {
  Report report;
  report.files["f\xFF"] = "a\xFF\xC3 b";
  report.findings = {Make({"f\xFF", {1, 3}}, "\xFF\xFF\xFF")};
  EXPECT_EQ(Parse(report).at("runs").at(0).at("results").size(), 1U);
}

}  // namespace
}  // namespace stackql::report
