// The sample stacks: each is clean, and each mistake of its mistakes.yaml, made in a copy of the
// stack, gives one finding at the marked bytes and no other.
#include "support/mistakes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

namespace fs = std::filesystem;

void ExpectOneFinding(const Mistake& mistake, Files files) {
  SCOPED_TRACE(mistake.title);
  const Mark mark = Make(mistake, files);
  TemporaryFolder folder;
  WriteAll(folder, files);
  const Report report = LintFolder(folder);
  EXPECT_TRUE(report.failures.empty());
  ASSERT_EQ(report.findings.size(), 1U) << Describe(report);
  const Finding& finding = report.findings[0];
  EXPECT_EQ(finding.rule, mistake.rule) << Describe(report);
  EXPECT_EQ(fs::path(finding.where.path), folder.path() / mark.path);
  const Span span = finding.where.span;
  EXPECT_EQ(std::make_pair(span.begin, span.end), std::make_pair(mark.span.begin, mark.span.end))
      << Describe(report);
}

class Stacks : public testing::TestWithParam<std::string> {};

TEST_P(Stacks, AreClean) {
  const RunOptions options = {
      .paths = {SampleFolder(GetParam()).string()}, .no_config = true, .jobs = 1};
  const Report report = stackql::Run(options, Builtin()).report;
  EXPECT_TRUE(report.failures.empty());
  EXPECT_TRUE(report.findings.empty()) << Describe(report);
  // The manifest and the query files; not the list of mistakes.
  const Files files = ReadSample(GetParam());
  const auto read = std::count_if(files.begin(), files.end(), [](const Files::value_type& file) {
    return file.first == "stackql_manifest.yml" || fs::path(file.first).extension() == ".iql";
  });
  EXPECT_EQ(report.summary.files, static_cast<uint32_t>(read));
  EXPECT_EQ(report.files.count((SampleFolder(GetParam()) / kMistakes).string()), 0U);
}

TEST_P(Stacks, HaveEachMistakeFound) {
  const Files files = ReadSample(GetParam());
  const std::vector<Mistake> mistakes = ReadMistakes(GetParam());
  EXPECT_GE(mistakes.size(), 10U);
  for (const Mistake& mistake : mistakes) ExpectOneFinding(mistake, files);
}

// Lints a stack again and again while one of its files breaks off, 31 bytes later each time.
void BreakOff(const TemporaryFolder& folder, const std::string& file, const std::string& text) {
  constexpr size_t kStep = 31;
  for (size_t size = 0; size < text.size(); size += kStep) {
    folder.Write(file, std::string_view(text).substr(0, size));
    const Report report = LintFolder(folder);
    for (const Finding& finding : report.findings) {
      const Span span = finding.where.span;
      ASSERT_LE(span.begin, span.end) << file << " " << size;
      ASSERT_LE(span.end, report.files.at(finding.where.path).size()) << file << " " << size;
    }
  }
  folder.Write(file, text);
}

// A file that breaks off gives findings or none, and never stops the program. To stay fast, a query
// file does so beside the manifest and what that includes, without the other query files.
TEST_P(Stacks, MayBreakOffAnywhere) {
  const Files files = ReadSample(GetParam());
  const auto is_query = [](const std::string& file) {
    return fs::path(file).extension() == ".iql";
  };
  Files others = files;
  std::erase_if(others, [&](const auto& file) { return is_query(file.first); });
  for (const auto& entry : files) {
    TemporaryFolder folder;
    WriteAll(folder, is_query(entry.first) ? others : files);
    BreakOff(folder, entry.first, entry.second);
  }
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Samples, Stacks, testing::ValuesIn(Samples()), TestName);

}  // namespace
}  // namespace stackql
