// The sample stacks: each is clean, and each mistake of its mistakes.yaml, made in a copy of the
// stack, gives one finding at the marked bytes and no other.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "support/places.h"
#include "support/sample.h"
#include "text/sources.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

namespace fs = std::filesystem;

using Files = std::map<std::string, std::string>;

struct Mistake {
  std::string title = {};
  std::string file = {};
  std::string replace = {};
  std::string with = {};
  std::string rule = {};
  // Where the finding is if not in `with`.
  std::string at_file = {};
  std::string at_text = {};
};

constexpr const char* kMistakes = "mistakes.yaml";

// Files of a folder by their path in it.
Files ReadFolder(const fs::path& folder) {
  Files files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    files[fs::relative(entry.path(), folder).string()] = {std::istreambuf_iterator<char>(in), {}};
  }
  return files;
}

fs::path SampleFolder(const std::string& name) {
  return fs::path(testing_support::kSourceDir) / "testdata" / "stacks" / name;
}

Files ReadSample(const std::string& name) {
  Files files = ReadFolder(SampleFolder(name));
  files.erase(kMistakes);
  return files;
}

void WriteAll(const TemporaryFolder& folder, const Files& files) {
  for (const auto& entry : files) folder.Write(entry.first, entry.second);
}

std::vector<Mistake> ReadMistakes(const std::string& name) {
  Sources sources;
  Values values(sources);
  Problems problems;
  const TextId text = sources.AddFile(kMistakes, ReadFolder(SampleFolder(name)).at(kMistakes));
  const yaml::Document document = yaml::Parse(values, text, problems);
  EXPECT_TRUE(problems.empty());
  const auto field = [&](ValueId object, std::string_view key) {
    const ValueId found = values.Find(object, key);
    return found == kNoValue ? std::string() : std::string(values.Text(found));
  };
  std::vector<Mistake> mistakes;
  for (const ValueId item : values.Elements(document.root)) {
    Mistake mistake = {.title = field(item, "title"),
                       .file = field(item, "file"),
                       .replace = field(item, "replace"),
                       .with = field(item, "with"),
                       .rule = field(item, "rule")};
    if (const ValueId at = values.Find(item, "at"); at != kNoValue) {
      mistake.at_file = field(at, "file");
      mistake.at_text = field(at, "text");
    }
    mistakes.push_back(mistake);
  }
  return mistakes;
}

// Where `part` stands in `whole`, which must be once.
size_t PlaceOf(const std::string& part, const std::string& whole) {
  const size_t at = whole.find(part);
  EXPECT_NE(at, std::string::npos) << "not found: " << part;
  if (at != std::string::npos) {
    EXPECT_EQ(whole.find(part, at + 1), std::string::npos) << "found twice: " << part;
  }
  return at;
}

// Makes the mistake in `files`; gives the bytes of the finding that it asks for.
Mark Make(const Mistake& mistake, Files& files) {
  const auto file = files.find(mistake.file);
  EXPECT_NE(file, files.end()) << "no file " << mistake.file;
  if (file == files.end()) return {};
  const size_t at = PlaceOf(mistake.replace, file->second);
  if (at == std::string::npos) return {};
  std::vector<Mark> marks;
  file->second.replace(at, mistake.replace.size(), Unmark(mistake.with, mistake.file, marks));
  size_t origin = at;
  if (!mistake.at_file.empty()) {
    EXPECT_TRUE(marks.empty()) << "marks in two places";
    marks.clear();
    origin = PlaceOf(Unmark(mistake.at_text, mistake.at_file, marks), files.at(mistake.at_file));
  }
  EXPECT_EQ(marks.size(), 1U) << "one finding a mistake";
  if (marks.empty()) return {};
  marks[0].span.begin += static_cast<uint32_t>(origin);
  marks[0].span.end += static_cast<uint32_t>(origin);
  return marks[0];
}

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

// Lints a stack again and again while one of its files breaks off at every seventh byte.
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

INSTANTIATE_TEST_SUITE_P(Samples, Stacks,
                         testing::Values("vpc-web-server", "buckets", "ivs-recording",
                                         "lambda-role", "multi-environment", "mixed-providers"),
                         TestName);

}  // namespace
}  // namespace stackql
