#include "report/visible.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/hex.h"
#include "base/utf8.h"
#include "text/width.h"

namespace stackql::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
// Characters without width must not make a shown line long: so many bytes a column are looked at.
constexpr size_t kBytesPerColumn = 8;
constexpr size_t kMaxText = 2000;
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Range {
  uint32_t first = 0;
  uint32_t last = 0;
};

// Characters that show as nothing, or that change how their neighbours show. The joiner and the
// variation selectors of emoji are not among them.
constexpr std::array<Range, 16> kUnseen = {{{0x80, 0x9F},
                                            {0xAD, 0xAD},
                                            {0x61C, 0x61C},
                                            {0x115F, 0x1160},
                                            {0x180E, 0x180E},
                                            {0x200B, 0x200C},
                                            {0x200E, 0x200F},
                                            {0x2028, 0x202E},
                                            {0x2060, 0x206F},
                                            {0x3164, 0x3164},
                                            {0xFEFF, 0xFEFF},
                                            {0xFFA0, 0xFFA0},
                                            {0xFFF9, 0xFFFB},
                                            {0x1BCA0, 0x1BCA3},
                                            {0x1D173, 0x1D17A},
                                            {0xE0000, 0xE007F}}};

// "<U+202E>"
uint32_t AppendName(uint32_t code, std::string& out) {
  const size_t before = out.size();
  out += "<U+" + Hex(code, code > 0xFFFF ? 5 : 4, kUpperHex) + ">";
  return static_cast<uint32_t>(out.size() - before);
}

size_t StepBack(std::string_view bytes, size_t at) {
  size_t to = at - 1;
  while (to > 0 && at - to < 4 && IsContinuation(bytes[to])) --to;
  return to + ReadCodePoint(bytes, to).size == at ? to : at - 1;
}

}  // namespace

bool IsPlain(std::string_view text) {
  // Eight bytes at a time: the top bit of one is set in `odd` if it, or one below it, is not plain.
  constexpr uint64_t kEach = 0x0101'0101'0101'0101;
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    const uint64_t odd = bytes | (bytes + kEach) | (bytes - 0x20 * kEach);
    if ((odd & 0x80 * kEach) != 0) return false;
  }
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(),
                     [](char c) { return c >= 0x20 && c < 0x7F; });
}

bool IsUnseen(uint32_t code) {
  return std::any_of(kUnseen.begin(), kUnseen.end(),
                     [code](Range r) { return code >= r.first && code <= r.last; });
}

uint32_t AppendVisible(std::string_view bytes, size_t& at, std::string& out) {
  const CodePoint code = ReadCodePoint(bytes, at);
  const size_t start = at;
  at += code.size;
  if (code.value >= 0x20 && code.value < 0x7F) {
    out += bytes[start];
    return 1;
  }
  if (code.value == '\t') {
    out += "    ";
    return 4;
  }
  if (code.value < 0x20 || code.value == 0x7F) {
    // U+2400 and on are the pictures of these.
    AppendCodePoint(code.value == 0x7F ? 0x2421 : 0x2400 + code.value, out);
    return 1;
  }
  if (!code.valid) {
    out += kReplacement;
    return 1;
  }
  if (IsUnseen(code.value)) return AppendName(code.value, out);
  out += bytes.substr(start, code.size);
  return CodePointWidth(code.value);
}

void AppendVisible(std::string_view bytes, std::string& out) {
  const std::string_view shown = CutTo(bytes, kMaxText);
  if (shown.size() == bytes.size() && IsPlain(bytes)) {
    out += bytes;
    return;
  }
  for (size_t at = 0; at < shown.size();) AppendVisible(shown, at, out);
  if (shown.size() < bytes.size()) out += kEllipsis;
}

std::string Visible(std::string_view bytes) {
  std::string out;
  AppendVisible(bytes, out);
  return out;
}

bool IsVisible(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    if ((c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t') {
      ++at;
      continue;
    }
    const CodePoint code = ReadCodePoint(text, at);
    if (code.value < 0x80 || !code.valid || IsUnseen(code.value)) return false;
    at += code.size;
  }
  return true;
}

std::string VisibleLines(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '\n' || text[at] == '\t') {
      out += text[at++];
    } else {
      AppendVisible(text, at, out);
    }
  }
  return out;
}

ShownLine::ShownLine(std::string_view line, Span focus, uint32_t columns) {
  columns = std::max(columns, 20U);
  if (IsPlain(line)) {
    BuildPlain(line, focus, columns);
    return;
  }
  std::string scratch;
  // Columns from `at` on, at most a little more than `most`.
  const auto measure = [&](size_t at, uint32_t most) {
    uint32_t sum = 0;
    const size_t last = std::min(line.size(), at + columns * kBytesPerColumn);
    while (at < last && sum <= most) {
      scratch.clear();
      sum += AppendVisible(line, at, scratch);
    }
    return sum;
  };
  if (line.size() <= columns * kBytesPerColumn && measure(0, columns) <= columns) {
    Build(line, 0, columns);
    return;
  }
  // One column each for two ellipses; as much as is sensible before the focus.
  const uint32_t room = columns - 2;
  size_t begin = std::min<size_t>(focus.begin, line.size());
  uint32_t lead = room - std::min(measure(begin, room), room / 3 * 2);
  while (begin > 0) {
    size_t before = StepBack(line, begin);
    const size_t candidate = before;
    scratch.clear();
    const uint32_t width = AppendVisible(line, before, scratch);
    if (width > lead) break;
    lead -= width;
    if (focus.begin - candidate > columns * kBytesPerColumn) break;
    begin = candidate;
  }
  Build(line, begin, room);
}

void ShownLine::BuildPlain(std::string_view line, Span focus, uint32_t columns) {
  plain_ = true;
  const auto size = static_cast<uint32_t>(line.size());
  part_ = {0, size};
  if (size > columns) {  // as in the constructor
    const uint32_t room = columns - 2;
    const uint32_t begin = std::min(focus.begin, size);
    const uint32_t lead = room - std::min(size - begin, room / 3 * 2);
    part_.begin = begin - std::min(begin, lead);
    part_.end = std::min(size, part_.begin + room);
  }
  if (part_.size() == size) {
    whole_ = line;
    return;
  }
  margin_ = part_.begin > 0 ? 1 : 0;
  if (part_.begin > 0) text_ += kEllipsis;
  text_ += line.substr(part_.begin, part_.size());
  if (part_.end < size) text_ += kEllipsis;
}

void ShownLine::Build(std::string_view line, size_t begin, uint32_t room) {
  uint32_t column = 0;
  if (begin > 0) {
    text_ += kEllipsis;
    column = 1;
  }
  const uint32_t limit = column + room;
  const size_t last = std::min(line.size(), begin + room * kBytesPerColumn);
  size_t at = begin;
  while (at < last) {
    const size_t start = at;
    const size_t length = text_.size();
    const uint32_t width = AppendVisible(line, at, text_);
    if (column + width > limit) {
      text_.resize(length);
      at = start;
      break;
    }
    bytes_.push_back(static_cast<uint32_t>(start));
    columns_.push_back(column);
    column += width;
  }
  bytes_.push_back(static_cast<uint32_t>(at));
  columns_.push_back(column);
  if (at < line.size()) text_ += kEllipsis;
}

uint32_t ShownLine::Column(uint32_t byte) const {
  if (plain_) return byte < part_.begin ? 0 : margin_ + std::min(byte, part_.end) - part_.begin;
  const auto after = std::upper_bound(bytes_.begin(), bytes_.end(), byte);
  if (after == bytes_.begin()) return 0;
  return columns_[static_cast<size_t>(after - bytes_.begin()) - 1];
}

}  // namespace stackql::report
