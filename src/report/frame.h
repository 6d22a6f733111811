#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lint/finding.h"
#include "report/files.h"
#include "report/paint.h"
#include "report/visible.h"

namespace stackql::report {

// A span to underline in a frame.
struct Mark {
  Span span = {};
  bool primary = true;          // carets in the severity's colour; else dashes
  std::string_view label = {};  // lives as long as the finding
};

struct FrameStyle {
  const Paint& paint;
  Severity severity;
  uint32_t gutter;   // columns for line numbers
  uint32_t columns;  // for source text
};

// The lines of one file around some marks. A mark over several lines has a bar at its side.
class Frame {
 public:
  // `context`: also show the line before the primary mark, if it has text.
  Frame(const SourceFile& file, const std::vector<Mark>& marks, bool context);

  uint32_t last_line() const { return rows_.empty() ? 0 : rows_.back(); }
  void Draw(const FrameStyle& style, std::string& out) const;

 private:
  struct Placed {
    Mark mark = {};
    uint32_t first = 0;  // lines
    uint32_t last = 0;
  };

  Placed Place(const Mark& mark) const;
  std::string_view Text(uint32_t line) const;
  Span OnLine(const Mark& mark, uint32_t line) const;
  void ChooseBlock();
  void ChooseRows(bool context);
  bool InBlock(uint32_t line) const;
  // The block's start needs no line of its own: only indentation is before it.
  bool BlockStartsLine() const;
  std::string_view Bar(uint32_t line) const;
  void DrawGap(const FrameStyle& style, uint32_t before, uint32_t after, std::string& out) const;
  Span Focus(uint32_t line) const;
  Tone BlockTone(const FrameStyle& style) const;
  void DrawLine(const FrameStyle& style, uint32_t line, std::string& out) const;
  void DrawMarks(const FrameStyle& style, uint32_t line, const ShownLine& shown,
                 std::string& out) const;

  const SourceFile& file_;
  std::vector<Placed> marks_;         // by position
  std::optional<Placed> block_ = {};  // the mark over several lines
  std::vector<uint32_t> rows_;        // lines shown, rising
};

// The number of a line, right-aligned; 0: none.
void LineNumber(const FrameStyle& style, uint32_t line, std::string& out);

// Begins a line of a frame: the number and the border.
void Gutter(const FrameStyle& style, uint32_t line, std::string& out);

}  // namespace stackql::report
