// Files and findings of every kind are shown safely, and at no more than their cost.
#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "report/report.h"
#include "report/visible.h"
#include "support/made_finding.h"
#include "text/width.h"

namespace stackql::report {
namespace {

using testing_support::MadeFinding;

// Whatever the bytes and the spans: every format comes to an end, the text has no byte that a
// terminal would obey, and no line is longer than asked for.
TEST(AnyInput, IsShownSafely) {
  std::mt19937 random(7);
  const std::vector<std::string> parts = {"a",
                                          " ",
                                          "\n",
                                          "\r",
                                          "\r\n",
                                          "\t",
                                          "名",
                                          "😀",
                                          "\xCC\x81",
                                          "\xE2\x80\xAE",
                                          "\xFF",
                                          "\xE2\x80",
                                          "\x1b[",
                                          "\xC2\x9B",
                                          std::string("ee\xE2\x80\x8D") + "ff",
                                          std::string(70, 'z')};
  const auto pick = [&](size_t below) { return static_cast<uint32_t>(random() % below); };
  for (int round = 0; round < 400; ++round) {
    Report report;
    for (const char* name : {"f", "g"}) {
      std::string& bytes = report.files[name];
      for (uint32_t i = pick(40); i > 0; --i) bytes += parts[pick(parts.size())];
    }
    const auto place = [&] {
      const std::string name = pick(2) == 0 ? "f" : "g";
      const auto size = report.files[name].size() + 2;
      const uint32_t begin = pick(size);
      return Location{name, {begin, begin + pick(size)}};
    };
    for (int i = 0; i < 3; ++i) {
      report.findings.push_back(MadeFinding(place()));
      report.findings.back().notes = {{place(), "one"}, {place(), "two"}};
      report.findings.back().fix = Fix{"mend", {{place(), parts[pick(parts.size())]}}};
    }
    TextStyle style;
    style.width = 30 + pick(60);
    const std::string text = Text(report, style);
    EXPECT_EQ(text.find_first_of("\x1b\r\t\x7f"), std::string::npos);
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos);
    EXPECT_EQ(text.find("\xC2\x9B"), std::string::npos);
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      const std::string line = text.substr(at, end - at);
      at = end + 1;
      const bool source = line.find(" | ") != std::string::npos && line.find("one") > line.size() &&
                          line.find("two") > line.size();
      if (source) {
        EXPECT_LE(DisplayWidth(line), style.width) << line;
      }
    }
    Json(report);
    Github(report);
    Compact(report);
  }
}

// Rendering costs by the finding, not by the finding and the file.
class Linear : public testing::TestWithParam<std::string> {};

TEST_P(Linear, InTheNumberOfFindings) {
  Report report;
  std::string& bytes = report.files["big"];
  while (bytes.size() < 200000) bytes += GetParam();
  const auto step = static_cast<uint32_t>(bytes.size() / 2000);
  for (uint32_t i = 0; i < 2000; ++i) {
    report.findings.push_back(MadeFinding({"big", {i * step, i * step + 3}}));
    report.findings.back().notes = {{{"big", {5, 9}}, "here"}};
  }
  // Of this process: other programs may keep it waiting.
  const std::clock_t start = std::clock();
  const std::string text = Text(report, {});
  const std::string json = Json(report);
  const std::string compact = Compact(report);
  EXPECT_LT(std::clock() - start, 2 * CLOCKS_PER_SEC);
  EXPECT_LT(text.size(), 2000U * 1500);
}

INSTANTIATE_TEST_SUITE_P(Shapes, Linear,
                         testing::Values("short line\n", "one long line ", "\xCC\x81", "é😀\t",
                                         std::string(1, '\0')));

TEST(IsPlain, LooksAtEachByte) {
  for (size_t size = 0; size <= 17; ++size) {
    ASSERT_TRUE(IsPlain(std::string(size, ' '))) << size;
    ASSERT_TRUE(IsPlain(std::string(size, '~'))) << size;
    for (size_t at = 0; at < size; ++at) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(size, 'x');
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(IsPlain(text), byte >= 0x20 && byte < 0x7F) << size << ' ' << at << ' ' << byte;
      }
    }
  }
}

}  // namespace
}  // namespace stackql::report
