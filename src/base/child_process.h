#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace stackql {

struct ChildLimits {
  uint64_t output = 1 << 20;  // bytes
  int seconds = 60;
  std::function<bool()> cancelled = {};  // asked often; empty: it is not
};

// What a program left that ran to its end.
struct Finished {
  int status = -1;  // what it exited with
  std::string output = {};
  std::string errors = {};  // the begin of its standard error
};

// Runs a program that PATH leads to, without a shell, to its end or to a limit, which kills it.
// `environment`: all of it, as NAME=VALUE. Nothing is left in memory of what a program printed that
// did not come to its end.
Result<Finished> RunChild(const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment, std::string_view input,
                          const ChildLimits& limits);

}  // namespace stackql
