#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stackql {

struct ChildLimits {
  uint64_t output = 1 << 20;  // bytes
  int seconds = 60;
  std::function<bool()> cancelled = {};  // asked often; empty: it is not
};

struct ChildResult {
  std::string failure = {};  // why it could not run to its end ("takes longer than ..."); or empty
  int status = -1;           // what it exited with
  std::string output = {};
  std::string errors = {};  // the begin of its standard error
};

// Runs a program that PATH leads to, without a shell, to its end or to a limit, which kills it.
// `environment`: all of it, as NAME=VALUE.
ChildResult RunChild(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& environment, std::string_view input,
                     const ChildLimits& limits);

}  // namespace stackql
