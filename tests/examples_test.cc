// Runs the examples of every rule document over the whole program: a bad example gives exactly its
// marked findings, a good one none.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "lint/rules.h"
#include "run/run.h"
#include "snapshot/builtin.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOpen = "\u00AB";
constexpr std::string_view kClose = "\u00BB";

// A finding as the example marks it.
struct Mark {
  std::string path = {};
  Span span = {};
  auto operator<=>(const Mark&) const = default;
};

// Takes the marks out of a text.
std::string Unmark(std::string_view text, const std::string& path, std::vector<Mark>& marks) {
  std::string plain;
  for (size_t at = 0; at < text.size();) {
    if (text.substr(at, kOpen.size()) == kOpen) {
      marks.push_back({path, {static_cast<uint32_t>(plain.size()), 0}});
      at += kOpen.size();
    } else if (text.substr(at, kClose.size()) == kClose) {
      marks.back().span.end = static_cast<uint32_t>(plain.size());
      at += kClose.size();
    } else {
      plain += text[at++];
    }
  }
  return plain;
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "stackql-lint-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() { fs::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void RunExample(const snapshot::Rule& rule, const snapshot::Example& example, int number) {
  SCOPED_TRACE(rule.name()->str() + (example.bad() ? " bad " : " good ") + std::to_string(number));
  TemporaryFolder folder;
  std::vector<Mark> marks;
  for (const snapshot::ExampleFile* file : *example.files()) {
    const fs::path path = folder.path() / file->path()->str();
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << Unmark(file->text()->string_view(), path.string(), marks);
  }
  std::sort(marks.begin(), marks.end());
  const RunOptions options = {.paths = {folder.path().string()}, .jobs = 1};
  const RunResult result = Run(options, snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  EXPECT_TRUE(result.report.failures.empty()) << result.report.failures.front();
  EXPECT_EQ(example.bad(), !marks.empty()) << "bad examples have marks, good ones have none";
  std::vector<Mark> found;
  for (const Finding& finding : result.report.findings) {
    EXPECT_EQ(finding.name, rule.name()->str())
        << finding.where.path << ": " << finding.message << " at '"
        << result.report.files.at(finding.where.path)
               .substr(finding.where.span.begin, finding.where.span.size())
        << "'";
    found.push_back({finding.where.path, finding.where.span});
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found.size(), marks.size());
  for (size_t i = 0; i < std::min(found.size(), marks.size()); ++i) {
    EXPECT_EQ(found[i].path, marks[i].path);
    EXPECT_EQ(std::make_pair(found[i].span.begin, found[i].span.end),
              std::make_pair(marks[i].span.begin, marks[i].span.end));
  }
}

class Examples : public testing::TestWithParam<std::string> {};

const RuleSet& Builtin() {
  static const RuleSet rules(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  return rules;
}

TEST_P(Examples, FindWhatTheyMark) {
  const snapshot::Rule* rule = Builtin().Find(GetParam());
  ASSERT_NE(rule->examples(), nullptr);
  ASSERT_GT(rule->examples()->size(), 0U);
  int number = 0;
  for (const snapshot::Example* example : *rule->examples()) RunExample(*rule, *example, ++number);
}

std::vector<std::string> RuleNames() {
  std::vector<std::string> names;
  for (const snapshot::Rule* rule : Builtin().all()) names.push_back(rule->name()->str());
  return names;
}

std::string TestName(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, Examples, testing::ValuesIn(RuleNames()), TestName);

TEST(RuleDocuments, HaveGoodAndBadExamples) {
  for (const snapshot::Rule* rule : Builtin().all()) {
    const auto count = [&](bool bad) {
      return std::count_if(rule->examples()->begin(), rule->examples()->end(),
                           [&](const auto* example) { return example->bad() == bad; });
    };
    EXPECT_GT(count(false), 0) << rule->name()->str();
    // Two built-in types of one name would be needed for this one.
    if (rule->name()->string_view() != "unbound-resource") EXPECT_GT(count(true), 0) << rule->name()->str();
  }
}

}  // namespace
}  // namespace stackql
