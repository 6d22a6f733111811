#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/frame.h"

namespace stackql::report {

// What a fix changes, line by line.
class FixView {
 public:
  // Nothing if the fix cannot be shown in a few lines, or changes nothing.
  static std::optional<FixView> Make(const Fix& fix, Files& files);

  std::string_view path() const { return path_; }
  uint32_t last_line() const { return rows_.back().line; }
  void Draw(const FrameStyle& style, std::string& out) const;

 private:
  // Consecutive lines of the file, and what they become.
  struct Change {
    uint32_t line = 0;  // the first one
    Span lines = {};    // all of them, without the last line break
    std::string after = {};
    Span focus = {};  // of the edit, in these lines
  };
  // A line that is removed or added.
  struct Row {
    uint32_t line = 0;
    bool added = false;
    std::string text = {};
    Span focus = {};
  };

  // Those of the edits, from the first line on; none if they cannot be shown.
  static std::vector<Change> Changes(const Fix& fix, const SourceFile& file);
  void AddRows(const Change& change, std::string_view before);

  std::string path_;
  std::vector<Row> rows_;
};

}  // namespace stackql::report
