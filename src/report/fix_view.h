#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/frame.h"

namespace stackql::report {

// What a fix changes, line by line. The fix and the files must live as long.
class FixView {
 public:
  // Nothing if the fix cannot be shown in a few lines: it spans lines, or changes too many.
  static std::optional<FixView> Make(const Fix& fix, Files& files);

  std::string_view path() const { return path_; }
  uint32_t last_line() const { return changes_.back().line; }
  void Draw(const FrameStyle& style, std::string& out) const;

 private:
  struct Change {
    uint32_t line = 0;
    std::string_view before = {};
    std::string after = {};
    Span focus = {};
  };

  std::string_view path_;
  std::vector<Change> changes_;
};

}  // namespace stackql::report
