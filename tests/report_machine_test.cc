#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "report/report.h"

namespace stackql::report {
namespace {

using nlohmann::json;

Finding Make(Location where, Severity severity = Severity::kError) {
  Finding finding;
  finding.rule = "TAG001";
  finding.name = "tag-key-length";
  finding.severity = severity;
  finding.where = std::move(where);
  finding.message = "100% 'wrong',\nsee: here.";
  return finding;
}

// Line and column by counting, one byte after the other.
std::pair<int, int> Count(std::string_view text, size_t offset) {
  int line = 1;
  int column = 1;
  for (size_t i = 0; i < offset; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '\n') {
      ++line;
      column = 1;
    } else if ((byte & 0xC0) != 0x80 && !(byte == '\r' && text[i + 1] == '\n')) {
      ++column;
    }
  }
  return {line, column};
}

TEST(Json, HasTheDocumentedForm) {
  Report report;
  report.files["a.yml"] = "x: é\ny: bad\n";
  report.findings = {Make({"a.yml", {9, 12}})};
  report.findings[0].help = "Shorten it.";
  report.findings[0].notes = {{{"a.yml", {0, 1}}, "seen here"}};
  report.findings[0].fix = Fix{"Use 'z'", {{{"a.yml", {9, 12}}, "z"}}, Fix::Kind::kUnsafe};
  report.summary = {1, 1, 0, 0, 2, 3, {{"awscc.ec2.vpcs", {4, "q.iql", 7}}}, "docs/v1"};
  report.summary.silenced = {
      {".stackql-lint.yaml",
       {.rules = 2, .lowered = 1, .paths = 3, .deploy_version = "1.9", .environments = {"prod"}}}};
  report.failures = {"'b.yml' could not be read."};
  const json place = {{"file", "a.yml"}, {"line", 2},   {"column", 4},    {"endLine", 2},
                      {"endColumn", 7},  {"offset", 9}, {"endOffset", 12}};
  json edit = place;
  edit["text"] = "z";
  json finding = place;
  finding.update({{"rule", "TAG001"},
                  {"name", "tag-key-length"},
                  {"severity", "error"},
                  {"message", "100% 'wrong',\nsee: here."},
                  {"help", "Shorten it."},
                  {"fix", {{"title", "Use 'z'"}, {"safe", false}, {"edits", json::array({edit})}}},
                  {"notes", json::array({{{"message", "seen here"},
                                          {"file", "a.yml"},
                                          {"line", 1},
                                          {"column", 1},
                                          {"endLine", 1},
                                          {"endColumn", 2},
                                          {"offset", 0},
                                          {"endOffset", 1}}})}});
  const json expected = {
      {"version", 1},
      {"tool", {{"name", "stackql-lint"}, {"version", STACKQL_LINT_VERSION}}},
      {"summary",
       {{"files", 1},
        {"errors", 1},
        {"warnings", 0},
        {"infos", 0},
        {"suppressed", 2},
        {"operations", 3},
        {"notChecked", {{"awscc.ec2.vpcs", 4}}},
        {"notCheckedFirst", {{"awscc.ec2.vpcs", {{"file", "q.iql"}, {"line", 7}}}}},
        {"silenced", json::array({{{"config", ".stackql-lint.yaml"},
                                   {"rules", 2},
                                   {"lowered", 1},
                                   {"paths", 3},
                                   {"types", 0},
                                   {"deployVersion", "1.9"},
                                   {"environments", {"prod"}}}})},
        {"catalog", "docs/v1"}}},
      {"findings", json::array({finding})},
      {"failures", json::array({"'b.yml' could not be read."})}};
  EXPECT_EQ(json::parse(Json(report)), expected);
}

TEST(Json, CountsColumnsInCodePoints) {
  Report report;
  const std::string text = "a: 1\r\n\té😀: 'x'\r\nlast 名 line";
  report.files["f"] = text;
  for (uint32_t at = 0; at <= text.size(); ++at) {
    const bool inside =
        at < text.size() &&
        ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80 || (text[at] == '\n'));
    if (!inside) report.findings.push_back(Make({"f", {at, at}}));
  }
  const json parsed = json::parse(Json(report));
  for (const json& finding : parsed.at("findings")) {
    const size_t offset = finding.at("offset");
    EXPECT_EQ(std::make_pair(finding.at("line").get<int>(), finding.at("column").get<int>()),
              Count(text, offset))
        << offset;
  }
}

TEST(Json, IsUtf8WhateverTheInput) {
  Report report;
  report.files["f"] = "\xFF";
  report.findings = {Make({"f", {0, 1}})};
  report.findings[0].message = "'\xFF\xFE' is bad.";
  EXPECT_EQ(json::parse(Json(report)).at("findings").size(), 1U);
}

// A report is read in terminals and in reviews, where such characters hide what is there.
TEST(Json, EscapesWhatWouldNotBeSeen) {
  const std::string message = "a\u202E\u200Bb\x7F\u0085\U000E0041 \u00E9\U0001F600\x1B[31m";
  Report report;
  report.files["a.yml"] = "x";
  report.findings = {Make({"a.yml", {0, 1}})};
  report.findings[0].message = message;
  const std::string text = Json(report);
  for (const char* hidden : {"\u202E", "\u200B", "\x7F", "\u0085", "\U000E0041", "\x1B"}) {
    EXPECT_EQ(text.find(hidden), std::string::npos) << text;
  }
  EXPECT_NE(text.find("\u00E9\U0001F600"), std::string::npos) << text;
  EXPECT_EQ(json::parse(text)["findings"][0]["message"], message);
}

TEST(Github, ShowsWhatWouldNotBeSeen) {
  Report report;
  report.files["a.yml"] = "x";
  report.findings = {Make({"a.yml", {0, 1}})};
  report.findings[0].message = "a\u202E\x1B[31m\nb";
  EXPECT_THAT(Github(report), testing::HasSubstr("a<U+202E>\u241B[31m%0Ab"));
}

TEST(Github, EscapesDataAndProperties) {
  Report report;
  report.files["a,b:c%.yml"] = "x\nyy\n";
  report.findings = {Make({"a,b:c%.yml", {2, 4}}), Make({"a,b:c%.yml", {0, 4}}, Severity::kInfo)};
  report.findings[0].name = "a::b";
  EXPECT_EQ(Github(report),
            "::error file=a%2Cb%3Ac%25.yml,line=2,col=1,endColumn=3,title=TAG001 a%3A%3Ab"
            "::100%25 'wrong',%0Asee: here.\n"
            "::notice file=a%2Cb%3Ac%25.yml,line=1,endLine=2,title=TAG001 tag-key-length"
            "::100%25 'wrong',%0Asee: here.\n");
}

TEST(Github, ShowsTenOfALevelAndCountsTheRest) {
  Report report;
  report.files["f"] = "x";
  report.findings.assign(12, Make({"f", {0, 1}}));
  report.findings.insert(report.findings.end(), 3, Make({"f", {0, 1}}, Severity::kWarning));
  const std::string text = Github(report);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 14);
  EXPECT_THAT(text, testing::HasSubstr("\n2 more findings are not shown as annotations "
                                       "(12 errors, 3 warnings and 0 infos in all).\n"));
  report.findings.erase(report.findings.begin() + 11, report.findings.end() - 1);
  report.summary.not_checked = {{"google.*", {2}}};
  const std::string one = Github(report);
  EXPECT_THAT(one, testing::HasSubstr("\n1 more finding is not shown as an annotation (11 errors, "
                                      "1 warning and 0 infos in all).\n"));
  EXPECT_THAT(one, testing::HasSubstr("\n::notice::Not checked: 2 google.*.\n"));
}

TEST(Findings, AreOrderedByPlaceThenRuleThenMessage) {
  std::vector<Finding> findings = {Make({"b", {0, 1}}), Make({"a", {5, 6}}), Make({"a", {5, 5}}),
                                   Make({"a", {4, 9}})};
  findings.push_back(findings[1]);
  findings.back().rule = "MAN001";
  findings.push_back(findings[1]);
  findings.back().message = "'0'.";
  std::sort(findings.begin(), findings.end(), Before);
  std::vector<std::string> order;
  for (const Finding& f : findings) {
    order.push_back(f.where.path + std::to_string(f.where.span.begin) + "-" +
                    std::to_string(f.where.span.end) + f.rule.substr(0, 1) +
                    f.message.substr(0, 2));
  }
  EXPECT_THAT(order, testing::ElementsAre("a4-9T10", "a5-5T10", "a5-6M10", "a5-6T'0", "a5-6T10",
                                          "b0-1T10"));
  EXPECT_EQ(Name(Severity::kWarning), "warning");
}

}  // namespace
}  // namespace stackql::report
