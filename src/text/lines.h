#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "text/sources.h"

namespace stackql {

// A place of a file as people and editors count it, all from 1. A byte order mark at the start of
// the file counts in no column; a byte that is not UTF-8 counts as one character.
struct Position {
  uint32_t line = 1;
  uint32_t column = 1;        // in code points
  uint32_t utf16_column = 1;  // in UTF-16 code units
  uint32_t byte_column = 1;   // in bytes
  bool operator==(const Position&) const = default;
};

// Where the lines of a file are. Lines end with LF, CRLF or a lone CR; after a final line break
// comes one more, empty, line. Keeps a view of the bytes.
class LineIndex {
 public:
  explicit LineIndex(std::string_view bytes);

  uint32_t lines() const { return static_cast<uint32_t>(starts_.size()); }
  // The line of an offset: cheaper than its position.
  uint32_t LineOf(uint32_t offset) const;
  // Takes constant time, however long the line. An offset within a character is the character's;
  // one between CR and LF is that of the CR; one after the end is the end.
  Position At(uint32_t offset) const;
  // The line's bytes without its line break, with the byte order mark if there is one. Empty for
  // a line that does not exist.
  Span Line(uint32_t line) const;

 private:
  struct Counts {
    uint32_t at = 0;           // a byte offset, where a character begins
    uint32_t code_points = 0;  // from the start of the line
    uint32_t utf16 = 0;
  };
  void FindStarts();
  void MarkLine(uint32_t line);
  uint32_t TextStart(uint32_t line) const;
  Counts CountTo(uint32_t line, uint32_t offset) const;
  void Advance(Counts& counts, uint32_t offset) const;

  std::string_view bytes_;
  std::vector<uint32_t> starts_;
  std::vector<Counts> marks_;  // the counts within long lines, near every multiple of kStride
};

// The lines of files, each looked for once. The sources must outlive it.
class FileLines {
 public:
  explicit FileLines(const Sources& sources) : sources_(sources) {}
  const LineIndex& Of(TextId file) {
    return found_.try_emplace(file, sources_.Bytes(file)).first->second;
  }

 private:
  const Sources& sources_;
  std::map<TextId, LineIndex> found_ = {};
};

}  // namespace stackql
