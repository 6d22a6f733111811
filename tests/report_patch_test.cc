// Patches, as git itself applies them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "report/patch.h"
#include "support/git_repository.h"

namespace stackql::report {
namespace {

using testing_support::GitRepository;

TEST(Patch, HasThreeLinesAroundAChange) {
  EXPECT_EQ(Patch("a", "1\n2\n", "1\n2\n"), "");
  EXPECT_EQ(Patch("x/a b", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nX\n6\n7\n8\n9\n"),
            "--- a/x/a b\t\n+++ b/x/a b\t\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+X\n 6\n 7\n 8\n");
  EXPECT_EQ(Patch("a", "1", "2\n", PatchForm::kGit),
            "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1,1 +1,1 @@\n-1\n\\ No newline at end of "
            "file\n+2\n");
  EXPECT_EQ(Patch("a", "", "1\n2\n"), "--- a/a\n+++ b/a\n@@ -0,0 +1,2 @@\n+1\n+2\n");
  EXPECT_EQ(Patch("q\"\t", "1\n", ""),
            "--- \"a/q\\\"\\011\"\n+++ \"b/q\\\"\\011\"\n@@ -1,1 +0,0 @@\n-1\n");
}

std::string Slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string RandomText(std::mt19937& random, size_t lines) {
  std::string text;
  for (size_t i = 0; i < lines; ++i) {
    text += static_cast<char>('a' + random() % 4);
    text += random() % 5 == 0 ? "\r\n" : "\n";
  }
  if (random() % 3 == 0 && !text.empty()) text.pop_back();
  return text;
}

TEST(Patch, IsAppliedByGit) {
  const GitRepository repository;
  if (!repository.ready()) GTEST_SKIP() << "git is not installed";
  std::mt19937 random(11);
  for (int round = 0; round < 60; ++round) {
    SCOPED_TRACE(round);
    const std::string name = round % 2 == 0 ? "s p/a.iql" : "s p/\u00FC\"\\t.iql";
    const std::string before = RandomText(random, 1 + random() % 40);
    std::string after = before;
    for (size_t i = random() % 4; i > 0 && !after.empty(); --i) {
      after.replace(random() % after.size(), random() % 3, RandomText(random, random() % 3));
    }
    if (round % 10 == 0) after = RandomText(random, 30);
    if (after.empty()) continue;  // git would delete the file
    repository.Write(name, before);
    const PatchForm form = round % 3 == 0 ? PatchForm::kGit : PatchForm::kPlain;
    const std::string patch = Patch(name, before, after, form);
    EXPECT_EQ(patch.empty(), before == after);
    if (patch.empty()) continue;
    repository.Write("patch", patch);
    EXPECT_EQ(repository.Git("apply --whitespace=nowarn patch"), 0) << patch;
    EXPECT_EQ(Slurp(repository.root() + "/" + name), after) << patch;
  }
}

// What differs too much to be compared is replaced as a whole.
TEST(Patch, OfLongTextsIsShort) {
  std::string before;
  for (int i = 0; i < 20'000; ++i) before += "line " + std::to_string(i) + "\n";
  std::string after = before;
  after.insert(after.find("line 19000"), "new\n");
  after.erase(after.find("line 10\n"), 8);
  EXPECT_LT(Patch("a", before, after).size(), 400U);
  std::string other;
  for (int i = 0; i < 3'000; ++i) other += "other " + std::to_string(i) + "\n";
  const std::string patch = Patch("a", before, other);
  EXPECT_TRUE(patch.starts_with("--- a/a\n+++ b/a\n@@ -1,20000 +1,3000 @@\n-line 0\n"));
}

}  // namespace
}  // namespace stackql::report
