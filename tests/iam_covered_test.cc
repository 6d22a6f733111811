// What can go because other things cover it, and what is covered without it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "iam/covered.h"
#include "lang/globs.h"

namespace stackql::iam {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Of(const std::vector<std::string>& texts) {
  std::vector<std::string> told;
  for (const auto& [which, by] : FindCovered(texts, lang::ParseGlob)) {
    told.push_back(std::to_string(which) + " by " + std::to_string(by));
  }
  return told;
}

TEST(Covered, IsTheLaterOfTwoThatCoverEachOther) {
  EXPECT_THAT(Of({"a*", "b", "a**"}), ElementsAre("2 by 0"));
  EXPECT_THAT(Of({"a**", "b", "a*"}), ElementsAre("2 by 0"));
  EXPECT_THAT(Of({"a", "a", "a"}), ElementsAre("1 by 0", "2 by 0"));
  EXPECT_THAT(Of({"a*", "a", "a*", "a"}), ElementsAre("1 by 0", "2 by 0", "3 by 1"));
  EXPECT_THAT(Of({"ab", "a*", "a?"}), ElementsAre("0 by 1", "2 by 1"));
}

// Variables and unknown parts may be anything.
TEST(Covered, IsComparedAsWrittenWhereItIsOpen) {
  EXPECT_THAT(Of({"*", "${a}"}), IsEmpty());
  EXPECT_THAT(Of({"${a}*", "${a}b"}), IsEmpty());
  EXPECT_THAT(Of({"${a}", "${a}"}), ElementsAre("1 by 0"));
  EXPECT_THAT(Of({"\xFF\xFF\xFF", "\xFF\xFF\xFF"}), IsEmpty());
  EXPECT_THAT(FindCovered({"*", "a"}, nullptr), IsEmpty());
}

// What is left matches just what all of them did, however many go.
TEST(Covered, LeavesWhatCoversTheSame) {
  std::vector<std::string> words = {""};
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].size() == 4) continue;
    for (const char c : {'a', 'b'}) words.push_back(words[i] + c);
  }
  std::mt19937 random(7);
  const auto below = [&](size_t count) { return random() % count; };
  size_t gone = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> all(1 + below(6));
    for (std::string& pattern : all) {
      for (size_t i = below(5); i > 0; --i) pattern += "ab**?"[below(5)];
    }
    std::vector<std::string> left = all;
    for (const Covered& each : FindCovered(all, lang::ParseGlob)) left[each.which] = "none";
    gone += static_cast<size_t>(std::ranges::count(left, "none"));
    const auto match = [](const std::vector<std::string>& patterns, const std::string& word) {
      return std::ranges::any_of(patterns, [&](const std::string& pattern) {
        return lang::Matches(lang::ParseGlob(pattern), word);
      });
    };
    for (const std::string& word : words) {
      ASSERT_EQ(match(all, word), match(left, word)) << word << " round " << round;
    }
  }
  EXPECT_GT(gone, 3000U);
}

}  // namespace
}  // namespace stackql::iam
