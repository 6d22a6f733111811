#include "text/lines.h"

#include <algorithm>

#include "base/utf8.h"

namespace stackql {
namespace {

constexpr uint32_t kStride = 1024;

}  // namespace

LineIndex::LineIndex(std::string_view bytes) : bytes_(bytes.substr(0, UINT32_MAX)) {
  FindStarts();
  for (uint32_t line = 1; line <= lines(); ++line) MarkLine(line);
}

void LineIndex::FindStarts() {
  const auto size = static_cast<uint32_t>(bytes_.size());
  starts_.push_back(0);
  const bool returns = bytes_.find('\r') != std::string_view::npos;
  for (size_t i = 0; i < size; ++i) {
    i = returns ? bytes_.find_first_of("\r\n", i) : bytes_.find('\n', i);
    if (i == std::string_view::npos) break;
    const bool pair = bytes_[i] == '\r' && i + 1 < size && bytes_[i + 1] == '\n';
    if (!pair) starts_.push_back(static_cast<uint32_t>(i + 1));
  }
}

// Where the characters of a line begin.
uint32_t LineIndex::TextStart(uint32_t line) const {
  const bool marked = line == 1 && bytes_.starts_with(kByteOrderMark);
  return marked ? static_cast<uint32_t>(kByteOrderMark.size()) : starts_[line - 1];
}

// Only a line that is longer than the stride gets marks.
void LineIndex::MarkLine(uint32_t line) {
  const uint32_t end = line < lines() ? starts_[line] : static_cast<uint32_t>(bytes_.size());
  if (end - starts_[line - 1] <= kStride) return;
  Counts counts = {.at = TextStart(line)};
  while (end - counts.at > kStride) {
    Advance(counts, counts.at + kStride);
    marks_.push_back(counts);
  }
}

// Counts on to the character that holds `offset`.
void LineIndex::Advance(Counts& counts, uint32_t offset) const {
  while (counts.at < offset) {
    const bool ascii = static_cast<unsigned char>(bytes_[counts.at]) < 0x80;
    const CodePoint code = ascii ? CodePoint{} : ReadCodePoint(bytes_, counts.at);
    if (counts.at + code.size > offset) break;
    counts.at += code.size;
    counts.code_points += 1;
    counts.utf16 += code.value > 0xFFFF ? 2 : 1;
  }
}

// From the start of the line.
LineIndex::Counts LineIndex::CountTo(uint32_t line, uint32_t offset) const {
  Counts counts = {.at = TextStart(line)};
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), offset,
                       [](uint32_t wanted, const Counts& mark) { return wanted < mark.at; });
  if (after != marks_.begin() && (after - 1)->at > counts.at) counts = *(after - 1);
  Advance(counts, offset);
  return counts;
}

uint32_t LineIndex::LineOf(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(bytes_.size()));
  return static_cast<uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                               starts_.begin());
}

Position LineIndex::At(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(bytes_.size()));
  const uint32_t line = LineOf(offset);
  const bool in_break =
      offset > 0 && offset < bytes_.size() && bytes_[offset] == '\n' && bytes_[offset - 1] == '\r';
  const Counts here = CountTo(line, in_break ? offset - 1 : offset);
  return {.line = line,
          .column = here.code_points + 1,
          .utf16_column = here.utf16 + 1,
          .byte_column = here.at - TextStart(line) + 1};
}

Span LineIndex::Line(uint32_t line) const {
  const auto size = static_cast<uint32_t>(bytes_.size());
  if (line == 0 || line > lines()) return {size, size};
  const uint32_t begin = starts_[line - 1];
  uint32_t end = line < lines() ? starts_[line] : size;
  if (line == lines()) return {begin, end};
  const bool pair = bytes_[end - 1] == '\n' && end - begin > 1 && bytes_[end - 2] == '\r';
  end -= pair ? 2 : 1;
  return {begin, end};
}

}  // namespace stackql
