#include "cli/progress_line.h"

#include <unistd.h>

#include "cli/print.h"

namespace stackql::cli {
namespace {

constexpr std::chrono::milliseconds kPause{100};

}  // namespace

ProgressLine::ProgressLine(bool wanted) : shown_(wanted && isatty(STDERR_FILENO) == 1) {}

void ProgressLine::Show(const std::string& text) {
  const auto now = std::chrono::steady_clock::now();
  if (!shown_ || now - last_ < kPause) return;
  last_ = now;
  DrawLine(text);
  drawn_ = true;
}

void ProgressLine::Clear() {
  if (drawn_) DrawLine("");
  drawn_ = false;
}

}  // namespace stackql::cli
