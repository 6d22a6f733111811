// How long rules take.
#include <gtest/gtest.h>

#include <chrono>

#include "lint/rule_times.h"

namespace stackql {
namespace {

void Measure(RuleTimes* times, std::string_view what) {
  using Clock = std::chrono::steady_clock;
  const RuleTimer timer(times, what);
  const Clock::time_point begin = Clock::now();
  while (Clock::now() == begin) {
  }
}

TEST(RuleTimes, AddUp) {
  RuleTimes times;
  Measure(&times, "ABC001");
  const auto once = times.at("ABC001");
  EXPECT_GT(once.count(), 0);
  Measure(&times, "ABC002");
  EXPECT_EQ(times.at("ABC001"), once);
  Measure(&times, "ABC001");
  EXPECT_GT(times.at("ABC001"), once);
  EXPECT_EQ(times.size(), 2U);
}

TEST(RuleTimes, AreNotMeasuredUnlessAsked) {
  Measure(nullptr, "ABC001");
  EXPECT_EQ(TimesOfThread(), nullptr);
}

}  // namespace
}  // namespace stackql
