#include <gtest/gtest.h>

#include <string_view>
#include <utility>
#include <vector>

#include "base/old_yaml.h"

// Expectations: PyYAML 6.0.3's SafeLoader.resolve().
namespace stackql {
namespace {

using Scalars = std::vector<std::string_view>;

TEST(OldYaml, ScalarsAreWhatPyYamlResolves) {
  using enum OldScalar;
  for (const auto& [kind, scalars] : std::vector<std::pair<OldScalar, Scalars>>{
           {kNull, {"", "~", "null", "Null", "NULL"}},
           {kBool, {"yes", "No", "on", "OFF", "TRUE", "false"}},
           {kNumber,
            {"5", "-5", "+5", "0", "1_000", "0b11", "0x1F", "1.5", "1.", "1.e+3", "1.5e+3", "-0.0",
             ".5", ".inf", "-.inf", ".nan", "12345678901234567890"}},
           {kOctal, {"00", "017", "0_", "-017"}},
           {kSexagesimal, {"12:30", "012:30.5", "1:2:3", "-1:30", "12:3", "190:20:30.15"}},
           {kDate,
            {"2026-01-01", "2026-13-45", "2026-1-1 1:00:00", "2026-01-01T01:02:03Z",
             "2026-01-01t01:02:03.5 +01:30"}},
           {kText,
            {"y",      "n",        "tRUE",        "nULL",      "08",
             "0b",     "0xG",      "0o17",        "1.5e3",     "1e3",
             "1E-7",   "-.5",      "._5",         "-.nan",     ".",
             "-",      "12:60",    "012:30",      "0:30",      "12:5a",
             "12:",    "2026-1-1", "2026-01-01x", "2026-01-1", "2026-01-01T1:2:3",
             "=",      "<<",       "1,000",       "1-2",       "2026-01-01 01:02:03x",
             "12:30:", "on-call",  "yes please",  "+",         "2026-01-01 01:02:03 +1:3"}}}) {
    for (const std::string_view scalar : scalars) {
      EXPECT_EQ(ReadAsOldYaml(scalar), kind) << scalar;
    }
  }
}

TEST(OldYaml, DatesMayNotExist) {
  for (const std::string_view date :
       {"2024-13-45", "2023-02-29", "0000-01-01", "2024-02-28T25:00:00", "2024-02-28 23:60:00"}) {
    EXPECT_TRUE(IsImpossibleDate(date)) << date;
  }
  for (const std::string_view other :
       {"2024-02-29", "2024-2-30", "2024-02-30x", "20240230", "", "abc"}) {
    EXPECT_FALSE(IsImpossibleDate(other)) << other;
  }
}

}  // namespace
}  // namespace stackql
