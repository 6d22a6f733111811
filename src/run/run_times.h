#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "lint/rule_times.h"

namespace stackql {

// Where a run spent its time; of several threads together.
struct RunTimes {
  struct Unit {
    std::string path = {};  // of its manifest, or else its first file
    std::chrono::nanoseconds time = {};
  };
  std::vector<Unit> units = {};
  RuleTimes parts = {};  // reading, checks that belong together, and rules by their ids
};

// The slowest of its units and parts, a line each.
std::string TimesText(const RunTimes& times);

}  // namespace stackql
