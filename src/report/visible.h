#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/sources.h"

// Text of unknown origin as a terminal may safely show it.
namespace stackql::report {

// Whether a text is printable ASCII, which shows as it is, a column each byte.
bool IsPlain(std::string_view text);

// Whether a character shows as nothing, or changes how its neighbours show.
bool IsUnseen(uint32_t code);

// Appends what stands for the character at `at`, moves `at` after it and returns its columns. A
// tab is four spaces; control characters and whatever would be invisible or change the direction
// of writing become visible; invalid UTF-8 becomes U+FFFD.
uint32_t AppendVisible(std::string_view bytes, size_t& at, std::string& out);

// The whole text so, cut with an ellipsis if it is very long.
void AppendVisible(std::string_view bytes, std::string& out);
std::string Visible(std::string_view bytes);

// Whether every line of a text is as VisibleLines() makes it.
bool IsVisible(std::string_view text);
// Lines so, of any length: the ends of lines and tabs stay.
std::string VisibleLines(std::string_view text);

// A source line as a frame shows it: cut with an ellipsis around `focus` where it is too long. The
// line must live as long.
class ShownLine {
 public:
  ShownLine(std::string_view line, Span focus, uint32_t columns);

  std::string_view text() const { return whole_.empty() ? std::string_view(text_) : whole_; }
  // The column, from 0, of the character that holds this byte; the nearest shown one if it is cut.
  uint32_t Column(uint32_t byte) const;

 private:
  void Build(std::string_view line, size_t begin, uint32_t room);
  void BuildPlain(std::string_view line, Span focus, uint32_t columns);

  std::string_view whole_;         // the line, if it shows as it is
  std::string text_;               // else
  std::vector<uint32_t> bytes_;    // where shown characters begin in the line, then the end
  std::vector<uint32_t> columns_;  // the column of each
  // Of a line in which each byte is a column, only the part that is shown, and its column.
  bool plain_ = false;
  Span part_ = {};
  uint32_t margin_ = 0;
};

}  // namespace stackql::report
