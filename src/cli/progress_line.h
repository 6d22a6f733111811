#pragma once

#include <chrono>
#include <string>

namespace stackql::cli {

// The line on a terminal that says how far something is. Elsewhere nothing is written.
class ProgressLine {
 public:
  explicit ProgressLine(bool wanted = true);

  // In place of what it said; dropped if that was a moment ago.
  void Show(const std::string& text);
  void Clear();

 private:
  bool shown_;
  bool drawn_ = false;
  std::chrono::steady_clock::time_point last_ = {};
};

}  // namespace stackql::cli
