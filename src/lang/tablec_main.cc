// Writes the ranges of code points of Unicode's general categories and of the scripts most used in
// patterns, as RE2 knows them, into a C++ header.
#include <re2/re2.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "base/utf8.h"

namespace {

using stackql::AppendCodePoint;
using stackql::CharacterBegin;

// Names as in \p{...}, in byte order.
constexpr auto kNames = std::to_array<const char*>(
    {"Arabic",     "Bengali", "C",   "Cc",     "Cf",     "Co",       "Common",   "Cyrillic",
     "Devanagari", "Greek",   "Han", "Hangul", "Hebrew", "Hiragana", "Katakana", "L",
     "Latin",      "Ll",      "Lm",  "Lo",     "Lt",     "Lu",       "M",        "Mc",
     "Me",         "Mn",      "N",   "Nd",     "Nl",     "No",       "P",        "Pc",
     "Pd",         "Pe",      "Pf",  "Pi",     "Po",     "Ps",       "S",        "Sc",
     "Sk",         "Sm",      "So",  "Thai",   "Z",      "Zl",       "Zp",       "Zs"});

// Every code point but the surrogates, in order, as UTF-8; the offset of each.
struct AllCodePoints {
  std::string bytes;
  std::vector<uint32_t> codes;  // by offset; 0 within a character

  AllCodePoints() {
    for (uint32_t code = 0; code <= 0x10FFFF; ++code) {
      if (code >= 0xD800 && code < 0xE000) continue;
      const size_t at = bytes.size();
      AppendCodePoint(code, bytes);
      codes.resize(bytes.size());
      codes[at] = code;
    }
  }
};

// The longest runs that the class matches are its ranges. A run may go across the surrogates,
// which no text holds.
bool WriteRanges(const AllCodePoints& all, const std::string& name, std::ofstream& out) {
  const RE2 run("(\\p{" + name + "}+)");
  if (!run.ok()) return false;
  out << "inline constexpr Program::Range k" << name << "[] = {\n";
  re2::StringPiece rest(all.bytes);
  re2::StringPiece found;
  while (RE2::FindAndConsume(&rest, run, &found)) {
    const auto begin = static_cast<size_t>(found.data() - all.bytes.data());
    const size_t last = CharacterBegin(all.bytes, begin + found.size() - 1);
    out << "    {" << all.codes[begin] << ", " << all.codes[last] << "},\n";
  }
  out << "};\n";
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: tablec HEADER\n", stderr);
    return 2;
  }
  const AllCodePoints all;
  std::ofstream out(argv[1], std::ios::binary);
  out << "// Made by tablec.\n#pragma once\n\n#include \"lang/unicode.h\"\n\n"
         "namespace stackql::lang {\n\n";
  for (const char* name : kNames) {
    if (!WriteRanges(all, name, out)) {
      std::fprintf(stderr, "tablec: RE2 does not know '%s'\n", name);
      return 1;
    }
  }
  out << "\ninline constexpr NamedClass kUnicodeClasses[] = {\n";
  for (const char* name : kNames) out << "    {\"" << name << "\", k" << name << "},\n";
  out << "};\n\n}  // namespace stackql::lang\n";
  out.close();
  if (!out) {
    std::fprintf(stderr, "tablec: cannot write '%s'\n", argv[1]);
    return 1;
  }
  return 0;
}
