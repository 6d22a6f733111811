// Sets of environments: of any number, and empty for all.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "diag/environments.h"
#include "diag/problem.h"

namespace stackql {
namespace {

using Names = std::vector<std::string>;

EnvironmentSet Of(const std::vector<size_t>& numbers) {
  EnvironmentSet set;
  for (const size_t number : numbers) set.Add(number);
  return set;
}

TEST(EnvironmentSet, HasWhatWasAdded) {
  EXPECT_TRUE(EnvironmentSet().empty());
  for (const size_t number : {0, 1, 63, 64, 65, 127, 128, 1000}) {
    const EnvironmentSet set = Of({number});
    EXPECT_FALSE(set.empty());
    for (const size_t other : {0, 1, 63, 64, 65, 127, 128, 1000}) {
      EXPECT_EQ(set.Has(other), other == number) << number << " " << other;
    }
  }
  EXPECT_EQ(Of({3, 70}), Of({70, 3, 3}));
  EXPECT_NE(Of({3, 70}), Of({3}));
}

TEST(EnvironmentSet, WidensToAllIfEitherIsAll) {
  EnvironmentSet set = Of({1});
  set.Widen(Of({100}));
  EXPECT_EQ(set, Of({1, 100}));
  set.Widen(Of({2}));
  EXPECT_EQ(set, Of({1, 2, 100}));
  set.Widen({});
  EXPECT_TRUE(set.empty());
  set.Widen(Of({1}));
  EXPECT_TRUE(set.empty());
}

TEST(EnvironmentSet, NamesAreThoseOfSome) {
  const Names names = {"dev", "prod", "test"};
  EXPECT_EQ(NamesOf(Of({0, 2}), names), (Names{"dev", "test"}));
  EXPECT_EQ(NamesOf(Of({0, 1, 2}), names), Names{});
  EXPECT_EQ(NamesOf({}, names), Names{});
  EXPECT_EQ(NamesOf(Of({0}), {}), Names{});
}

TEST(Problems, AreAppendedWithTheirEnvironments) {
  const Problem any = {.what = {.rule = RuleId("MAN001"), .id = "default"}};
  Problems all = {any};
  Append({any, any}, Of({70}), all);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(all[0].environments.empty());
  EXPECT_EQ(all[1].environments, Of({70}));
  EXPECT_EQ(all[2].environments, Of({70}));
}

}  // namespace
}  // namespace stackql
