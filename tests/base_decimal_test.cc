// Decimal numbers of any length, compared exactly.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"

namespace stackql {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

TEST(SameNumber, IsExactWhereADoubleIsNot) {
  const std::vector<Pair> same = {{"1", "1.0"},
                                  {"1", "1e0"},
                                  {"-0", "0"},
                                  {"100", "1E2"},
                                  {"0.5", "5e-1"},
                                  {"+7", "07"},
                                  {"1e999999999", "10e999999998"}};
  for (const auto& [a, b] : same) {
    EXPECT_EQ(SameNumber(a, b), true) << a << " " << b;
    EXPECT_EQ(SameNumber(b, a), true) << a << " " << b;
  }
  const std::vector<Pair> different = {{"1", "-1"},
                                       {"9007199254740993", "9007199254740992"},
                                       {"0.1", "0.1000000000000000055511151231257827"},
                                       {"1e400", "1e401"},
                                       {"1", "x"},
                                       {"x", "x"},
                                       {"", ""},
                                       {"inf", "inf"}};
  for (const auto& [a, b] : different) {
    EXPECT_EQ(SameNumber(a, b), false) << a << " " << b;
    EXPECT_EQ(SameNumber(b, a), false) << a << " " << b;
  }
  EXPECT_EQ(SameNumber("1e9999999999999999", "1e9999999999999998"), std::nullopt);
  EXPECT_EQ(SameNumber("1e9999999999999999", "-1"), false) << "their signs tell";
}

// Integers of 64 bits are the oracle: written with a shifted point, they compare as they do.
TEST(Decimal, ComparesAsIntegersDo) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 20'000; ++round) {
    const auto one = static_cast<int64_t>(random()) >> (random() % 62);
    const int64_t other =
        random() % 4 == 0 ? one : static_cast<int64_t>(random()) >> (random() % 62);
    const std::string a = std::to_string(one) + (random() % 2 ? ".0" : "");
    const std::string b = std::to_string(other) + "000e-3";
    const auto order = Compare(*ParseDecimal(a), *ParseDecimal(b));
    ASSERT_TRUE(order) << a << " " << b;
    EXPECT_EQ(*order, one <=> other) << a << " " << b;
    EXPECT_EQ(SameNumber(a, b), one == other) << a << " " << b;
  }
}

}  // namespace
}  // namespace stackql
