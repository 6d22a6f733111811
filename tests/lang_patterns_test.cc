// Which engine judges a pattern, and that all threads share what is compiled.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "lang/patterns.h"

namespace stackql {
namespace {

TEST(Patterns, WithLookAroundAreForPcre2) {
  const std::string_view pattern = "^(?!aws:)[a-z:]+$";
  EXPECT_EQ(EngineFor(pattern), PatternEngine::kPcre2);
  EXPECT_EQ(MatchPattern(pattern, "team"), Tri::kYes);
  EXPECT_EQ(MatchPattern(pattern, "aws:team"), Tri::kNo);
  EXPECT_EQ(MatchPattern(pattern, "team\n"), Tri::kNo) << "$ is the very end";
  EXPECT_EQ(MatchPattern(pattern, "a\xFF\xFF\xFF"), Tri::kUnknown);
  EXPECT_EQ(EngineFor("^[a-z]+$"), PatternEngine::kLang);
  EXPECT_EQ(EngineFor("*{1,2}"), PatternEngine::kNone);
  EXPECT_EQ(MatchPattern("*{1,2}", "x"), Tri::kUnknown);
}

TEST(Patterns, ThatExplodeAreGivenUp) {
  const std::string text(40, 'a');
  EXPECT_EQ(MatchPattern("^(?=(a+)+[bc])", text), Tri::kUnknown);
}

// An automaton would need a state for each of a text's last twenty letters.
TEST(Patterns, WithManyStatesAreJudgedAllTheSame) {
  const std::string_view pattern = "a[ab]{20}$";
  std::string text;
  for (uint32_t i = 0; i < 4'000; ++i) text += (i * i / 7 + i / 3) % 2 == 0 ? 'a' : 'b';
  const std::string end(20, 'b');
  EXPECT_EQ(MatchPattern(pattern, text + "a" + end), Tri::kYes);
  EXPECT_EQ(MatchPattern(pattern, text + "b" + end), Tri::kNo);
}

TEST(Patterns, AreSharedByThreads) {
  std::vector<std::thread> threads;
  std::vector<int> matches(4);
  for (int& count : matches) {
    threads.emplace_back([&count] {
      for (int i = 0; i < 1000; ++i) {
        // A text of its own each time: what is kept must not point into it.
        const std::string pattern = "^a{" + std::to_string(i % 50 + 1) + "}$";
        count +=
            MatchPattern(pattern, std::string(static_cast<size_t>(i % 50 + 1), 'a')) == Tri::kYes;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(matches, std::vector<int>(4, 1000));
}

}  // namespace
}  // namespace stackql
