#pragma once

#include <condition_variable>
#include <mutex>
#include <set>

#include "net/download.h"

namespace stackql::testing_support {

// Time for threads that take part: it stands while one of them works, and when all sleep it goes on
// to where the first of them wakes.
class VirtualClock : public net::Clock {
 public:
  // So many threads take part from now; each leaves before it ends.
  void Enter(size_t threads) {
    const std::lock_guard<std::mutex> hold(mutex_);
    threads_ += threads;
  }
  void Leave() {
    const std::lock_guard<std::mutex> hold(mutex_);
    --threads_;
    GoOnIfAllSleep();
  }

  net::Milliseconds Now() const override {
    const std::lock_guard<std::mutex> hold(mutex_);
    return now_;
  }
  void Sleep(net::Milliseconds duration) override {
    std::unique_lock<std::mutex> hold(mutex_);
    const net::Milliseconds end = now_ + duration;
    if (end <= now_) return;
    ends_.insert(end);
    GoOnIfAllSleep();
    woken_.wait(hold, [&] { return now_ >= end; });
  }

 private:
  // Who is woken counts as awake from here on, whenever it gets to run.
  void GoOnIfAllSleep() {
    if (ends_.empty() || ends_.size() < threads_) return;
    now_ = *ends_.begin();
    ends_.erase(now_);
    woken_.notify_all();
  }

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  net::Milliseconds now_ = {};
  size_t threads_ = 0;
  std::multiset<net::Milliseconds> ends_;  // of those who sleep
};

}  // namespace stackql::testing_support
