#include "lint/rule_times.h"

namespace stackql {

RuleTimes*& TimesOfThread() {
  thread_local RuleTimes* times = nullptr;
  return times;
}

RuleTimer::~RuleTimer() {
  if (times_ == nullptr) return;
  const auto known = times_->find(what_);
  auto& time = known == times_->end() ? (*times_)[std::string(what_)] : known->second;
  time += Clock::now() - start_;
}

}  // namespace stackql
