#pragma once

#include <chrono>
#include <ctime>

namespace stackql::testing_support {

// The time that this process was given: other programs may keep it waiting. All of its threads
// count.
struct CpuClock {
  using duration = std::chrono::duration<double>;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<CpuClock>;
  static constexpr bool is_steady = true;

  static time_point now() {
    return time_point(duration(static_cast<double>(std::clock()) / CLOCKS_PER_SEC));
  }
};

}  // namespace stackql::testing_support
