#include "lang/escape.h"

#include <array>
#include <cstddef>

#include "base/ascii.h"
#include "base/utf8.h"
#include "lang/unicode.h"

namespace stackql::lang {
namespace {

constexpr auto kDigits = std::to_array<Program::Range>({{'0', '9'}});
constexpr auto kSpaces = std::to_array<Program::Range>({{'\t', '\r'}, {' ', ' '}});
constexpr auto kWord =
    std::to_array<Program::Range>({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});

Escape Error(std::string_view why) { return {.why = why}; }
Escape Character(char32_t code, size_t size) {
  return {.kind = Escape::Kind::kCharacter, .code = code, .size = static_cast<uint32_t>(size)};
}
Escape Set(size_t size) {
  return {.kind = Escape::Kind::kSet, .size = static_cast<uint32_t>(size)};
}

// The value of `count` hex digits at `at`; -1 if they are not all there.
int32_t Hex(std::string_view text, size_t at, size_t count) {
  if (at > text.size() || text.size() - at < count) return -1;
  int32_t value = 0;
  for (size_t i = at; i < at + count; ++i) {
    const int32_t digit = HexDigit(text[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

// \x{1F600} or \u{1F600}: the digits in braces at `at`.
Escape BracedCode(std::string_view pattern, size_t begin, size_t at) {
  const size_t close = pattern.find('}', at);
  if (close == std::string_view::npos || close == at || close - at > 6) {
    return Error("a code point in braces needs one to six hexadecimal digits");
  }
  const int32_t code = Hex(pattern, at, close - at);
  if (code < 0 || code > static_cast<int32_t>(kLastCodePoint)) {
    return Error("no such code point");
  }
  return Character(static_cast<char32_t>(code), close + 1 - begin);
}

// \xHH, \uHHHH, and two of the latter that make one character.
Escape HexCode(std::string_view pattern, size_t at) {
  if (at + 2 < pattern.size() && pattern[at + 2] == '{') return BracedCode(pattern, at, at + 3);
  const size_t digits = pattern[at + 1] == 'x' ? 2 : 4;
  const int32_t first = Hex(pattern, at + 2, digits);
  if (first < 0) return Error("hexadecimal digits are missing after \\x or \\u");
  const size_t next = at + 2 + digits;
  if (first >= 0xD800 && first < 0xDC00 && pattern.substr(next, 2) == "\\u") {
    const int32_t second = Hex(pattern, next + 2, 4);
    if (second >= 0xDC00 && second < 0xE000) {
      const int32_t code = 0x10000 + (first - 0xD800) * 0x400 + (second - 0xDC00);
      return Character(static_cast<char32_t>(code), next + 6 - at);
    }
  }
  return Character(static_cast<char32_t>(first), next - at);
}

// \p{Name}, \pN, \P{Name}, \p{^Name}.
Escape NamedSet(std::string_view pattern, size_t at, CharSet& set) {
  bool negated = pattern[at + 1] == 'P';
  std::string_view name = pattern.substr(at + 2, 1);
  size_t size = 3;
  if (name == "{") {
    const size_t close = pattern.find('}', at);
    if (close == std::string_view::npos) return Error("a class name is not closed");
    name = pattern.substr(at + 3, close - at - 3);
    size = close + 1 - at;
  }
  if (name.starts_with('^')) {
    negated = !negated;
    name.remove_prefix(1);
  }
  for (const std::string_view prefix : {"Script=", "sc=", "General_Category=", "gc="}) {
    if (name.starts_with(prefix)) {
      name.remove_prefix(prefix.size());
      break;
    }
  }
  const NamedClass* found = FindClass(name);
  if (found == nullptr) return Error("an unknown character class in \\p");
  if (negated) {
    set.AddComplement(found->ranges);
  } else {
    set.Add(found->ranges);
  }
  return Set(size);
}

}  // namespace

Escape ReadEscape(std::string_view pattern, size_t at, CharSet& set) {
  if (at + 1 >= pattern.size()) return Error("the last backslash is not followed by anything");
  switch (const char letter = pattern[at + 1]) {
    case 'd':
      set.Add(kDigits);
      return Set(2);
    case 'D':
      set.AddComplement(kDigits);
      return Set(2);
    case 's':
      set.Add(kSpaces);
      return Set(2);
    case 'S':
      set.AddComplement(kSpaces);
      return Set(2);
    case 'w':
      set.Add(kWord);
      return Set(2);
    case 'W':
      set.AddComplement(kWord);
      return Set(2);
    case 'p':
    case 'P':
      return NamedSet(pattern, at, set);
    case 't':
      return Character('\t', 2);
    case 'n':
      return Character('\n', 2);
    case 'r':
      return Character('\r', 2);
    case 'f':
      return Character('\f', 2);
    case 'v':
      return Character('\v', 2);
    case 'x':
    case 'u':
      return HexCode(pattern, at);
    case 'A':
      return {.kind = Escape::Kind::kBegin, .size = 2};
    case 'z':
    case 'Z':
      return {.kind = Escape::Kind::kEnd, .size = 2};
    case 'b':
    case 'B':
      return Error("word boundaries are not supported");
    case 'k':
      return Error("back-references are not supported");
    case '0': {
      const bool octal = at + 2 < pattern.size() && IsDigit(pattern[at + 2]);
      return octal ? Error("octal escapes are not supported") : Character(0, 2);
    }
    default: {
      if (letter >= '1' && letter <= '9') return Error("back-references are not supported");
      if (IsAlpha(letter)) return Error("an unknown escape");
      const CodePoint code = ReadCodePoint(pattern, at + 1);
      return Character(code.value, 1 + code.size);
    }
  }
}

}  // namespace stackql::lang
