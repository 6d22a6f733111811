#include "text/lines.h"

#include <algorithm>

#include "text/utf8.h"

namespace stackql {
namespace {

constexpr uint32_t kStride = 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineIndex::LineIndex(std::string_view bytes) : bytes_(bytes.substr(0, UINT32_MAX)) {
  const auto size = static_cast<uint32_t>(bytes_.size());
  starts_.push_back(0);
  for (uint32_t i = 0; i < size; ++i) {
    const bool pair = bytes_[i] == '\r' && i + 1 < size && bytes_[i + 1] == '\n';
    if (bytes_[i] == '\n' || (bytes_[i] == '\r' && !pair)) starts_.push_back(i + 1);
  }
  Counts counts;
  if (bytes_.starts_with(kByteOrderMark)) counts.at = kByteOrderMark.size();
  marks_.push_back(counts);
  while (size - counts.at > kStride) {
    Advance(counts, counts.at + kStride);
    marks_.push_back(counts);
  }
}

// Counts on to the character that holds `offset`.
void LineIndex::Advance(Counts& counts, uint32_t offset) const {
  while (counts.at < offset) {
    const CodePoint code = ReadCodePoint(bytes_, counts.at);
    if (counts.at + code.size > offset) break;
    counts.at += code.size;
    counts.code_points += 1;
    counts.utf16 += code.value > 0xFFFF ? 2 : 1;
  }
}

LineIndex::Counts LineIndex::CountTo(uint32_t offset) const {
  const auto after =
      std::upper_bound(marks_.begin(), marks_.end(), offset,
                       [](uint32_t wanted, const Counts& mark) { return wanted < mark.at; });
  if (after == marks_.begin()) return marks_.front();  // within the byte order mark
  Counts counts = *(after - 1);
  Advance(counts, offset);
  return counts;
}

Position LineIndex::At(uint32_t offset) const {
  offset = std::min(offset, static_cast<uint32_t>(bytes_.size()));
  const auto line = static_cast<uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), offset) -
                                          starts_.begin());
  const bool in_break =
      offset > 0 && offset < bytes_.size() && bytes_[offset] == '\n' && bytes_[offset - 1] == '\r';
  const Counts here = CountTo(in_break ? offset - 1 : offset);
  const Counts start = CountTo(starts_[line - 1]);
  return {.line = line,
          .column = here.code_points - start.code_points + 1,
          .utf16_column = here.utf16 - start.utf16 + 1,
          .byte_column = here.at - start.at + 1};
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
