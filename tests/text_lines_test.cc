#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "text/lines.h"
#include "text/width.h"

namespace stackql {
namespace {

TEST(LineIndex, CountsInThreeUnits) {
  const std::string bytes = "a\té😀b\r\nc\rd\n";
  const LineIndex lines(bytes);
  ASSERT_EQ(lines.lines(), 4U);
  EXPECT_EQ(lines.At(0), (Position{1, 1, 1, 1}));
  EXPECT_EQ(lines.At(2), (Position{1, 3, 3, 3}));    // é
  EXPECT_EQ(lines.At(4), (Position{1, 4, 4, 5}));    // the emoji
  EXPECT_EQ(lines.At(6), (Position{1, 4, 4, 5}));    // within it
  EXPECT_EQ(lines.At(8), (Position{1, 5, 6, 9}));    // b
  EXPECT_EQ(lines.At(9), (Position{1, 6, 7, 10}));   // CR
  EXPECT_EQ(lines.At(10), (Position{1, 6, 7, 10}));  // LF of the CR
  EXPECT_EQ(lines.At(11), (Position{2, 1, 1, 1}));
  EXPECT_EQ(lines.At(13), (Position{3, 1, 1, 1}));
  EXPECT_EQ(lines.At(15), (Position{4, 1, 1, 1}));
  EXPECT_EQ(lines.At(1000), (Position{4, 1, 1, 1}));
  EXPECT_EQ(lines.Line(1), (Span{0, 9}));
  EXPECT_EQ(lines.Line(2), (Span{11, 12}));
  EXPECT_EQ(lines.Line(3), (Span{13, 14}));
  EXPECT_EQ(lines.Line(4), (Span{15, 15}));
  EXPECT_EQ(lines.Line(0), (Span{15, 15}));
  EXPECT_EQ(lines.Line(5), (Span{15, 15}));
}

TEST(LineIndex, EmptyFileHasOneLine) {
  const LineIndex lines("");
  EXPECT_EQ(lines.lines(), 1U);
  EXPECT_EQ(lines.At(0), (Position{1, 1, 1, 1}));
  EXPECT_EQ(lines.Line(1), (Span{0, 0}));
}

TEST(LineIndex, AByteOrderMarkIsNoColumn) {
  const LineIndex lines("\xEF\xBB\xBFé\n\xEF\xBB\xBF");
  EXPECT_EQ(lines.At(0), (Position{1, 1, 1, 1}));
  EXPECT_EQ(lines.At(1), (Position{1, 1, 1, 1}));
  EXPECT_EQ(lines.At(3), (Position{1, 1, 1, 1}));
  EXPECT_EQ(lines.At(5), (Position{1, 2, 2, 3}));
  EXPECT_EQ(lines.At(9), (Position{2, 2, 2, 4}));  // elsewhere it is a character
  EXPECT_EQ(lines.Line(1), (Span{0, 5}));
}

TEST(LineIndex, BytesThatAreNotUtf8CountOneEach) {
  const LineIndex lines("\xFF\xC3(\xE2\x82x\xED\xA0\x80");
  for (uint32_t at = 0; at <= 9; ++at) {
    EXPECT_EQ(lines.At(at), (Position{1, at + 1, at + 1, at + 1})) << at;
  }
}

// The character at each offset, read off one by one.
std::vector<Position> Count(const std::string& bytes, std::vector<bool>& starts) {
  std::vector<Position> positions(bytes.size() + 1);
  starts.assign(bytes.size() + 1, true);
  Position here;
  size_t at = bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (size_t i = 1; i < at; ++i) starts[i] = false;
  while (at < bytes.size()) {
    positions[at] = here;
    const CodePoint code = ReadCodePoint(bytes, at);
    for (size_t i = 1; i < code.size; ++i) {
      positions[at + i] = here;
      starts[at + i] = false;
    }
    const bool pair = bytes.compare(at, 2, "\r\n") == 0;
    if (pair) {
      positions[at + 1] = here;
      starts[at + 1] = false;
    }
    at += pair ? 2 : code.size;
    if (code.value == '\r' || code.value == '\n') {
      here = {.line = here.line + 1};
    } else {
      here.column += 1;
      here.utf16_column += code.value > 0xFFFF ? 2 : 1;
      here.byte_column += code.size;
    }
  }
  positions[bytes.size()] = here;
  return positions;
}

// The offset of a column in code points, found by walking the line.
uint32_t OffsetOf(const LineIndex& lines, const std::string& bytes, const Position& position) {
  const Span line = lines.Line(position.line);
  uint32_t at = line.begin;
  if (at == 0 && bytes.starts_with("\xEF\xBB\xBF")) at = 3;
  for (uint32_t column = 1; column < position.column; ++column) {
    at += ReadCodePoint(bytes, at).size;
  }
  return at;
}

TEST(LineIndex, RoundTrips) {
  const std::vector<std::string> parts = {"a",  "é",    "😀",       "\t", "\r\n",         "\n",
                                          "\r", "日本", "e\u0301", " ",  "\xEF\xBB\xBF", "\xFF"};
  std::mt19937 random(5);
  for (int i = 0; i < 400; ++i) {
    std::string bytes = i % 3 == 0 ? "\xEF\xBB\xBF" : "";
    const bool long_lines = i % 20 == 0;  // longer than the distance between marks
    for (uint32_t n = random() % (long_lines ? 6000 : 40); n > 0; --n) {
      const std::string& part = parts[random() % parts.size()];
      const bool keep = !long_lines || (part[0] != '\n' && part[0] != '\r') || random() % 200 == 0;
      if (keep) bytes += part;
    }
    const LineIndex lines(bytes);
    std::vector<bool> starts;
    const std::vector<Position> expected = Count(bytes, starts);
    ASSERT_EQ(lines.lines(), expected.back().line);
    for (uint32_t at = 0; at <= bytes.size(); ++at) {
      const Position position = lines.At(at);
      ASSERT_EQ(position, expected[at]) << at;
      ASSERT_EQ(lines.LineOf(at), position.line) << at;
      const bool in_mark = at == 0 && bytes.starts_with("\xEF\xBB\xBF");
      if (starts[at] && !in_mark) {
        ASSERT_EQ(OffsetOf(lines, bytes, position), at);
      }
    }
  }
}

TEST(Width, Examples) {
  struct Case {
    const char* text;
    uint32_t width;
  };
  const Case cases[] = {
      {"", 0},
      {"abc", 3},
      {"é", 1},
      {"e\u0301", 1},
      {"日本", 4},
      {"한글", 4},
      {"😀", 2},
      {"ｱ", 1},
      {"Ａ", 2},
      {"Ω", 1},
      {"\u200D", 0},
      {"\xFF\xC3", 2},
      {"\u00AD", 1},
      {"\x07", 0},
      {"𠀀", 2},
      {"—", 1},
      {"\U0001F468\u200D\U0001F469", 4},
      {"\uFE0F", 0},
      {"\u1112\u1161\u11AB", 2},  // 한 in its parts
      {"क्", 1},
  };
  for (const Case& one : cases) EXPECT_EQ(DisplayWidth(one.text), one.width) << one.text;
}

}  // namespace
}  // namespace stackql
