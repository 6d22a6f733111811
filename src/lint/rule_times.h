#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

// How long rules take, for --timing. What a thread does not measure costs it a look at a pointer.
namespace stackql {

using RuleTimes = std::map<std::string, std::chrono::nanoseconds, std::less<>>;

// Where this thread adds up its times, by rules' ids and what groups of them are called; null: it
// measures nothing.
RuleTimes*& TimesOfThread();

// Adds the time that it lives.
class RuleTimer {
 public:
  RuleTimer(RuleTimes* times, std::string_view what) : times_(times), what_(what) {
    if (times_ != nullptr) start_ = Clock::now();
  }
  ~RuleTimer();
  RuleTimer(const RuleTimer&) = delete;
  RuleTimer& operator=(const RuleTimer&) = delete;

 private:
  using Clock = std::chrono::steady_clock;
  RuleTimes* times_;
  std::string_view what_;
  Clock::time_point start_ = {};
};

}  // namespace stackql
