// Numbers that are whole texts.
#include <gtest/gtest.h>

#include <cstdint>

#include "base/number.h"

namespace stackql {
namespace {

TEST(ParseNumber, TakesTheWholeText) {
  EXPECT_EQ(ParseNumber<int>("-12"), -12);
  EXPECT_EQ(ParseNumber<uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(ParseNumber<uint32_t>("1F600", 16), 0x1F600U);
  EXPECT_EQ(ParseNumber<double>("2.5e1"), 25.0);
  for (const char* text : {"", " 1", "1 ", "+1", "1x", "x", "-", "99999999999999999999", "1.5"}) {
    EXPECT_EQ(ParseNumber<int64_t>(text), std::nullopt) << text;
  }
  EXPECT_EQ(ParseNumber<uint32_t>("-1"), std::nullopt);
  EXPECT_EQ(ParseNumber<int>("8", 8), std::nullopt);
  EXPECT_EQ(ParseNumber<double>("1.5.2"), std::nullopt);
}

}  // namespace
}  // namespace stackql
