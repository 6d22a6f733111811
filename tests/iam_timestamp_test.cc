// Dates of conditions, as IAM reads them.
#include <gtest/gtest.h>

#include "iam/timestamp.h"

namespace stackql::iam {
namespace {

TEST(SecondsOf, ReadsDatesWithAndWithoutATime) {
  EXPECT_EQ(SecondsOf("1970-01-01"), 0);
  EXPECT_EQ(SecondsOf("1969-12-31"), -86'400);
  EXPECT_EQ(SecondsOf("2026-01-31"), 1'769'817'600);
  EXPECT_EQ(SecondsOf("2024-02-29T00:00:00Z"), 1'709'164'800);
  EXPECT_EQ(SecondsOf("2026-01-31T12:00:00Z"), 1'769'860'800);
  EXPECT_EQ(SecondsOf("2026-12-31T23:59:58Z"), 1'798'761'598);
}

TEST(SecondsOf, ReadsSecondsThemselves) {
  EXPECT_EQ(SecondsOf("0"), 0);
  EXPECT_EQ(SecondsOf("1769860800"), 1'769'860'800);
  EXPECT_EQ(SecondsOf("-1"), -1);
}

TEST(SecondsOf, TakesNoDateThatNoCalendarHas) {
  EXPECT_NE(SecondsOf("2026-01-01"), std::nullopt);
  EXPECT_EQ(SecondsOf("2026-01-00"), std::nullopt);
  EXPECT_NE(SecondsOf("2026-10-31"), std::nullopt);
  EXPECT_EQ(SecondsOf("2026-10-32"), std::nullopt);
  EXPECT_EQ(SecondsOf("2026-00-10"), std::nullopt);
  EXPECT_NE(SecondsOf("2026-12-10"), std::nullopt);
  EXPECT_EQ(SecondsOf("2026-13-10"), std::nullopt);
}

TEST(SecondsOf, TakesNoOtherForm) {
  for (const char* text : {"",
                           "today",
                           "12.5",
                           "1 ",
                           " 1",

                           "2026-01",
                           "2026-1-31",
                           "2026/01/31",
                           "2026-01/31",
                           "2026-01-31T12:00:00",
                           "2026-01-31T12:00Z",
                           "2026-01-31 12:00:00Z",
                           "2026-01-31T12-00:00Z",
                           "2026-01-31T12:00-00Z",
                           "2026-01-31T12:00:00+",
                           "2026-01-31T12:00:00Zx",
                           "2026-01-31Tab:00:00Z",
                           "2026-01-31T12:ab:00Z",
                           "2026-01-31T12:00:abZ",
                           "x026-01-31",
                           "2026-x1-31",
                           "2026-01-3x",
                           "99999999999999999999"}) {
    EXPECT_EQ(SecondsOf(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace stackql::iam
