// Matching of lists' items, against trying every way.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "verify/matching.h"

namespace stackql::verify {
namespace {

// How many rows can have a column of their own at once.
size_t Most(const Sameness& same, size_t columns, size_t row, std::vector<bool>& used) {
  if (row == same.size()) return 0;
  size_t most = Most(same, columns, row + 1, used);
  for (size_t column = 0; column < columns; ++column) {
    if (used[column] || same[row][column] == Tri::kNo) continue;
    used[column] = true;
    most = std::max(most, 1 + Most(same, columns, row + 1, used));
    used[column] = false;
  }
  return most;
}

TEST(Matching, FindsAColumnForAsManyRowsAsCanHaveOne) {
  std::mt19937 dice(7);
  constexpr std::array<Tri, 4> kAnswers = {Tri::kNo, Tri::kNo, Tri::kUnknown, Tri::kYes};
  for (int round = 0; round < 3000; ++round) {
    const size_t rows = dice() % 6;
    const size_t columns = dice() % 6;
    Sameness same(rows, std::vector<Tri>(columns));
    for (auto& row : same) {
      for (Tri& answer : row) answer = kAnswers[dice() % kAnswers.size()];
    }
    const auto found = Match(same, columns);
    ASSERT_EQ(found.size(), rows);
    std::vector<bool> used(columns);
    size_t count = 0;
    for (size_t row = 0; row < rows; ++row) {
      if (!found[row]) continue;
      ++count;
      ASSERT_NE(same[row][*found[row]], Tri::kNo);
      ASSERT_FALSE(used[*found[row]]);
      used[*found[row]] = true;
    }
    used.assign(columns, false);
    ASSERT_EQ(count, Most(same, columns, 0, used));
  }
}

TEST(Matching, PrefersFirstRowsAndSureColumns) {
  using enum Tri;
  EXPECT_EQ(Match({{kUnknown, kYes}}, 2)[0], 1U);
  const auto found = Match({{kYes}, {kYes}}, 1);
  EXPECT_EQ(found[0], 0U);
  EXPECT_FALSE(found[1]);
}

TEST(Matching, IsQuickWhereNothingFits) {
  constexpr size_t kItems = 200;
  const Sameness same(kItems, std::vector<Tri>(kItems, Tri::kUnknown));
  const auto found = Match(same, kItems);
  EXPECT_TRUE(std::all_of(found.begin(), found.end(), [](const auto& each) { return each; }));
}

}  // namespace
}  // namespace stackql::verify
