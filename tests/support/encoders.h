#pragma once

#include <cstdint>
#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/sample.h"

// Texts written in other forms, each chosen at random among those that mean the same. The marks «
// and » pass through all of them, so that they end up around the bytes that spell what they marked.
namespace stackql::testing_support {

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(engine_() % bound); }
  bool OneIn(uint32_t n) { return Below(n) == 0; }

 private:
  std::mt19937 engine_;
};

// A text cut into its characters.
inline std::vector<std::string> Characters(std::string_view text) {
  std::vector<std::string> result;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    result.emplace_back(text.substr(at, size));
    at += size;
  }
  return result;
}

inline uint32_t CodePoint(std::string_view character) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(character[i]); };
  switch (character.size()) {
    case 1:
      return byte(0);
    case 2:
      return (byte(0) & 0x1FU) << 6 | (byte(1) & 0x3FU);
    case 3:
      return (byte(0) & 0x0FU) << 12 | (byte(1) & 0x3FU) << 6 | (byte(2) & 0x3FU);
    default:
      return (byte(0) & 0x07U) << 18 | (byte(1) & 0x3FU) << 12 | (byte(2) & 0x3FU) << 6 |
             (byte(3) & 0x3FU);
  }
}

inline std::string Hex(const char* prefix, uint32_t number, int digits) {
  char buffer[16];
  std::snprintf(buffer, sizeof(buffer), "%s%0*x", prefix, digits, number);
  return buffer;
}

inline bool IsMark(std::string_view character) { return character == kOpen || character == kClose; }

// The content of a JSON string.
inline std::string JsonContent(std::string_view text, Random& random) {
  std::string result;
  for (const std::string& character : Characters(text)) {
    const uint32_t code = CodePoint(character);
    if (IsMark(character)) {
      result += character;
    } else if (random.OneIn(5) && code > 0xFFFF) {
      result += Hex("\\u", 0xD800 + ((code - 0x10000) >> 10), 4);
      result += Hex("\\u", 0xDC00 + ((code - 0x10000) & 0x3FF), 4);
    } else if (random.OneIn(5) && code <= 0xFFFF) {
      result += Hex("\\u", code, 4);
    } else if (character == "\"" || character == "\\") {
      result += "\\" + character;
    } else if (character == "/" && random.OneIn(2)) {
      result += "\\/";
    } else {
      result += character;
    }
  }
  return result;
}

// The content of an SQL string, as StackQL reads one.
inline std::string SqlContent(std::string_view text, Random& random) {
  std::string result;
  for (const std::string& character : Characters(text)) {
    if (character == "'") {
      result += random.OneIn(2) ? "''" : "\\'";
    } else if (character == "\\") {
      result += "\\\\";
    } else if (character == "\"" && random.OneIn(4)) {
      result += "\\\"";
    } else {
      result += character;
    }
  }
  return result;
}

inline std::string YamlSingle(std::string_view text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? "''" : std::string(1, c);
  return result + "'";
}

// `indent`: of lines that continue it; empty: it stays on one line.
inline std::string YamlDouble(std::string_view text, const std::string& indent, Random& random) {
  std::string result = "\"";
  bool inside = false;  // between two characters of the marked part
  for (const std::string& character : Characters(text)) {
    const uint32_t code = CodePoint(character);
    if (IsMark(character)) {
      inside = false;
      result += character;
      continue;
    }
    if (inside && !indent.empty() && code != ' ' && random.OneIn(12)) result += "\\\n" + indent;
    inside = true;
    if (random.OneIn(6)) {
      result += code > 0xFFFF ? Hex("\\U", code, 8)
                : code > 0xFF ? Hex("\\u", code, 4)
                              : Hex("\\x", code, 2);
    } else if (character == "\"" || character == "\\") {
      result += "\\" + character;
    } else if (character == "/" && random.OneIn(3)) {
      result += "\\/";
    } else {
      result += character;
    }
  }
  return result + "\"";
}

// Whether a text of these tests can stand without quotes, in a flow collection too.
inline bool FitsPlain(std::string_view text) {
  for (const char c : text) {
    if (std::string_view("'\"\\{}[],#&*|>%@` ").find(c) != std::string_view::npos) return false;
  }
  return !text.empty();
}

// A one-line text as a YAML scalar of any style; blocks are indented by `indent`.
inline std::string YamlScalar(std::string_view text, const std::string& indent, Random& random,
                              bool in_flow = false) {
  switch (random.Below(in_flow ? 3 : 5)) {
    case 0:
      if (FitsPlain(text)) return std::string(text);
      return YamlSingle(text);
    case 1:
      return YamlSingle(text);
    case 2:
      return YamlDouble(text, in_flow ? "" : indent, random);
    case 3:
      return "|-\n" + indent + std::string(text);
    default:
      return ">-\n" + indent + std::string(text);
  }
}

inline std::string WithCrLf(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n') result += '\r';
    result += c;
  }
  return result;
}

}  // namespace stackql::testing_support
