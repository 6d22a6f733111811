// Times of ISO 8601: every day of four centuries, and what is no time.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "base/time.h"

namespace stackql {
namespace {

std::optional<int64_t> Seconds(std::string_view text) {
  const std::optional<IsoTime> time = ParseIsoTime(text);
  return time ? std::optional(time->seconds) : std::nullopt;
}

// The C library is the oracle: a day is one if timegm() does not make another of it.
TEST(IsoTime, HasTheDaysOfTheCalendar) {
  for (const int year : {0, 1, 1582, 1899, 1900, 1969, 1970, 1999, 2000, 2023, 2024, 2100, 9999}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        std::array<char, 40> text = {};
        std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
        tm parts = {};
        parts.tm_year = year - 1900;
        parts.tm_mon = month - 1;
        parts.tm_mday = day;
        const time_t expected = timegm(&parts);
        const bool is_day = parts.tm_mday == day && parts.tm_mon == month - 1;
        const std::optional<IsoTime> found = ParseIsoTime(text.data());
        ASSERT_EQ(found.has_value(), is_day) << text.data();
        if (!found) continue;
        EXPECT_EQ(found->seconds, expected) << text.data();
        EXPECT_FALSE(found->has_time || found->has_zone) << text.data();
      }
    }
  }
  EXPECT_FALSE(ParseIsoTime("2023-02-29"));
  EXPECT_FALSE(ParseIsoTime("2100-02-29"));
  EXPECT_FALSE(ParseIsoTime("2024-02-31T00:00:00Z"));
  EXPECT_EQ(Seconds("2000-02-29"), 951'782'400);
}

TEST(IsoTime, ReadsTimesFractionsAndZones) {
  constexpr int64_t kNoon = 1'769'860'800;  // date -u -d 2026-01-31T12:00:00Z +%s
  for (const char* text :
       {"2026-01-31T12:00:00Z", "2026-01-31T12:00:00z", "2026-01-31T12:00:00.999999999Z",
        "2026-01-31T14:00:00+02:00", "2026-01-31T09:30:00-0230", "2026-01-31T12:00:00+00:00",
        "2026-02-01T01:00:00+13:00"}) {
    const std::optional<IsoTime> time = ParseIsoTime(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(time->seconds, kNoon) << text;
    EXPECT_TRUE(time->has_time && time->has_zone) << text;
  }
  const std::optional<IsoTime> local = ParseIsoTime("2026-01-31T12:00:00");
  ASSERT_TRUE(local);
  EXPECT_EQ(local->seconds, kNoon);
  EXPECT_TRUE(local->has_time && !local->has_zone);
  EXPECT_EQ(Seconds("2026-01-31T11:59:60Z"), kNoon);
}

TEST(IsoTime, RefusesWhatIsNone) {
  for (const char* text : {"",
                           "2026",
                           "2026-01",
                           "2026-1-31",
                           "26-01-31",
                           "2026/01/31",
                           " 2026-01-31",
                           "2026-01-31 ",
                           "+026-01-31",
                           "2026-01-31T",
                           "2026-01-31T12",
                           "2026-01-31T24:00Z",
                           "2026-01-31T12:60Z",
                           "2026-01-31T12:00:61Z",
                           "2026-01-31T12:00:00.Z",
                           "2026-01-31 12:00:00Z",
                           "2026-01-31T12:00:00 Z",
                           "2026-01-31T12:00:00ZZ",
                           "2026-01-31T12:00:00+2",
                           "2026-01-31T12:00:00+02",
                           "2026-01-31T12:00:00+24:00",
                           "2026-01-31T12:00:00+02:60",
                           "2026-01-31Z",
                           "2026-01-31T1200Z",
                           "2026-01-31T12:00Z",
                           "2026-01-31T12:00"}) {
    EXPECT_FALSE(ParseIsoTime(text)) << text;
  }
  // No part may be cut off.
  const std::string_view whole = "2026-01-31T12:00:00+02:00";
  for (size_t size = 0; size < whole.size(); ++size) {
    const bool is_time = size == 10 || size == 19;
    EXPECT_EQ(ParseIsoTime(whole.substr(0, size)).has_value(), is_time) << whole.substr(0, size);
  }
}

TEST(Dates, AreOldAfterAYear) {
  EXPECT_FALSE(IsOlderThanAYear("2026-01-31", "2027-01-31"));
  EXPECT_TRUE(IsOlderThanAYear("2026-01-31", "2027-02-01"));
  EXPECT_TRUE(IsOlderThanAYear("2026-01-31", "2030-01-01"));
  EXPECT_FALSE(IsOlderThanAYear("2026-01-31", "2026-02-01"));
  // Of a month, its last day counts.
  EXPECT_FALSE(IsOlderThanAYear("2026-03", "2027-03-31"));
  EXPECT_TRUE(IsOlderThanAYear("2026-03", "2027-04-01"));
  EXPECT_FALSE(IsOlderThanAYear("2026-12", "2027-12-31"));
  EXPECT_TRUE(IsOlderThanAYear("2026-12", "2028-01-01"));
  for (const std::string_view unknown : {"", "202", "soon", "x026-01"}) {
    EXPECT_FALSE(IsOlderThanAYear(unknown, "2030-01-01")) << unknown;
  }
}

TEST(Dates, AreOfToday) {
  const std::string before = Today();
  std::array<char, 16> text = {};
  const time_t now = std::time(nullptr);
  std::strftime(text.data(), text.size(), "%Y-%m-%d", gmtime(&now));
  const std::string after = Today();
  EXPECT_TRUE(text.data() == before || text.data() == after) << before;
}

}  // namespace
}  // namespace stackql
