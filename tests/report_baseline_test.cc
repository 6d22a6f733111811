#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "report/baseline.h"
#include "report/report.h"

namespace stackql::report {
namespace {

using nlohmann::json;
using testing::HasSubstr;

// A finding for each word of a file, all alike but for their places and bytes.
Report Of(const std::string& path, const std::string& text) {
  Report report;
  report.files[path] = text;
  for (size_t at = text.find_first_not_of(" \n"); at != std::string::npos;) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    Finding finding;
    finding.rule = "TAG001";
    finding.name = "tag-key-length";
    finding.where = {path, {static_cast<uint32_t>(at), static_cast<uint32_t>(end)}};
    finding.message = "Wrong: \"é\".";
    report.findings.push_back(finding);
    at = text.find_first_not_of(" \n", end);
  }
  return report;
}

bool All(const BaselineEntry& /*entry*/) { return true; }

std::string Words(const Report& report, const std::vector<Finding>& findings) {
  std::string words;
  for (const Finding& finding : findings) {
    const Span span = finding.where.span;
    words += report.files.at(finding.where.path).substr(span.begin, span.size()) + ".";
  }
  return words;
}

TEST(Baseline, IsReadAsItWasWritten) {
  const Baseline baseline = BaselineOf(Of("b", "x y x"), {.root = "stacks"});
  ASSERT_EQ(baseline.size(), 3U);
  EXPECT_EQ(baseline[0].file, "stacks/b");
  EXPECT_EQ(baseline[0].rule, "TAG001");
  EXPECT_EQ(baseline[0].message, "Wrong: \"é\".");
  EXPECT_THAT(baseline[0].fingerprint, testing::EndsWith(":1"));
  EXPECT_THAT(baseline[2].fingerprint, testing::EndsWith(":2"));
  const std::string text = WriteBaseline(baseline);
  const Result<Baseline> again = ReadBaseline(text);
  ASSERT_TRUE(again.has_value()) << again.error().message;
  EXPECT_EQ(again->size(), 3U);
  EXPECT_EQ(WriteBaseline(*again), text);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 8) << text;
  EXPECT_EQ(WriteBaseline({}), "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
  EXPECT_TRUE(ReadBaseline(WriteBaseline({}))->empty());
}

TEST(Baseline, IsSortedByFileAndRule) {
  const std::string text = WriteBaseline({{.fingerprint = "1:1", .rule = "B", .file = "b"},
                                          {.fingerprint = "2:1", .rule = "C", .file = "a"},
                                          {.fingerprint = "3:1", .rule = "A", .file = "b"}});
  EXPECT_LT(text.find("2:1"), text.find("3:1"));
  EXPECT_LT(text.find("3:1"), text.find("1:1"));
}

TEST(Baseline, IsWritableWhateverTheInput) {
  const Baseline baseline = BaselineOf(Of("f\xFF", "a\xC3"), {});
  EXPECT_TRUE(ReadBaseline(WriteBaseline(baseline)).has_value());
}

TEST(Baseline, RefusesOtherFiles) {
  const auto error = [](std::string_view text) {
    const Result<Baseline> read = ReadBaseline(text);
    return read ? "none" : read.error().message;
  };
  EXPECT_EQ(error(""), "it is not valid JSON");
  EXPECT_EQ(error("{} x"), "it is not valid JSON");
  for (const char* text : {"[]", "1", "{}", R"({"version": 1})", R"({"findings": []})"}) {
    EXPECT_EQ(error(text), "expected an object with the members 'version' and 'findings'") << text;
  }
  EXPECT_EQ(error(R"({"version": 2, "findings": []})"), "expected version 1");
  EXPECT_EQ(error(R"({"version": 1, "findings": {}})"), "expected an array as 'findings'");
  EXPECT_EQ(error(R"({"version": 1, "findings": "x"})"), "expected an array as 'findings'");
  constexpr const char* kStrings =
      "expected strings 'fingerprint', 'rule', 'file' and 'message' in finding ";
  EXPECT_EQ(error(R"({"version": 1, "findings": [1]})"), std::string(kStrings) + "1");
  EXPECT_EQ(error(R"({"version": 1, "findings": [
      {"fingerprint": "a:1", "rule": "R", "file": "f", "message": "m"},
      {"fingerprint": 1, "rule": "R", "file": "f", "message": "m"}]})"),
            std::string(kStrings) + "2");
}

TEST(Baseline, KnowsFindingsThatMoved) {
  const Baseline baseline = BaselineOf(Of("f", "x y"), {});
  Report report = Of("f", "new\n\n\n x\n y y");
  const Comparison comparison = Compare(report, baseline, {}, All);
  EXPECT_TRUE(comparison.used);
  EXPECT_EQ(Words(report, comparison.known), "x.y.");
  EXPECT_EQ(Words(report, report.findings), "new.y.");
  EXPECT_TRUE(comparison.gone.empty());
}

TEST(Baseline, TellsTheRepositorysFilesApart) {
  const Baseline baseline = BaselineOf(Of("f", "x"), {.root = "a"});
  Report same = Of("a/f", "x");
  EXPECT_EQ(Compare(same, baseline, {}, All).known.size(), 1U);
  Report other = Of("b/f", "x");
  const Comparison comparison = Compare(other, baseline, {}, All);
  EXPECT_TRUE(comparison.known.empty());
  ASSERT_EQ(comparison.gone.size(), 1U);
  EXPECT_EQ(comparison.gone[0].file, "a/f");
}

TEST(Baseline, NamesWhatIsGoneOfWhatWasLookedAt) {
  const Baseline baseline = BaselineOf(Of("f", "x y y"), {});
  Report report = Of("f", "y");
  const Comparison comparison = Compare(report, baseline, {}, All);
  EXPECT_TRUE(report.findings.empty());
  ASSERT_EQ(comparison.gone.size(), 2U);
  EXPECT_EQ(comparison.gone[0].fingerprint, baseline[0].fingerprint);
  EXPECT_EQ(comparison.gone[1].fingerprint, baseline[2].fingerprint);
  report = Of("f", "y");
  EXPECT_TRUE(
      Compare(report, baseline, {}, [](const BaselineEntry&) { return false; }).gone.empty());
}

// One new finding, one that is known, one that is gone.
struct Compared3 {
  Report report;
  Comparison comparison;
  Compared3() {
    const Baseline baseline = BaselineOf(Of("f", "x y"), {});
    report = Of("f", "new y");
    comparison = Compare(report, baseline, {}, All);
    report.summary = {.files = 1, .errors = 1};
  }
};

TEST(Baseline, IsInTheSummary) {
  const Compared3 made;
  EXPECT_EQ(SummaryLine(made.report.summary, made.comparison),
            "Checked 1 file and 0 operations: 1 error, 0 warnings, 0 infos; 1 known finding in the "
            "baseline; 1 entry of the baseline no longer occurs.");
  EXPECT_EQ(SummaryLine({}, made.comparison),
            "Checked 0 files and 0 operations: no new findings; 1 known finding in the baseline; 1 "
            "entry of the baseline no longer occurs.");
  Comparison more = made.comparison;
  more.known.push_back(more.known[0]);
  more.gone.push_back(more.gone[0]);
  EXPECT_EQ(Compared(more),
            "2 known findings in the baseline; 2 entries of the baseline no longer occur");
  more.known.clear();
  EXPECT_EQ(Compared(more), "2 entries of the baseline no longer occur");
  EXPECT_EQ(Compared({.used = true}), "");
}

TEST(Baseline, IsInTheFormats) {
  const Compared3 made;
  EXPECT_THAT(Text(made.report, {}, made.comparison), HasSubstr("; 1 known finding in the"));
  EXPECT_THAT(Github(made.report, {}, made.comparison),
              HasSubstr("::notice::1 known finding in the baseline; 1 entry of"));
  const json written = json::parse(Json(made.report, made.comparison));
  EXPECT_EQ(written.at("findings").size(), 1U);
  EXPECT_EQ(written.at("baseline").at("known"), 1);
  EXPECT_EQ(written.at("baseline").at("gone").at(0).at("file"), "f");
  EXPECT_FALSE(json::parse(Json(made.report)).contains("baseline"));
}

}  // namespace
}  // namespace stackql::report
