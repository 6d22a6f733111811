#include "yaml/encoding.h"

#include <cstring>

#include "base/hex.h"
#include "base/utf8.h"
#include "rules/manifest.h"

namespace stackql::yaml {
namespace {

// Whether eight bytes are all printable ASCII (0x20..0x7E); may say no for some that are.
bool AllPrintable(uint64_t word) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHigh = 0x8080808080808080;
  const uint64_t below_space = word - kOnes * 0x20;  // borrows set the high bit
  const uint64_t above_tilde = word + kOnes;         // 0x7F becomes 0x80
  return ((word | below_space | above_tilde) & kHigh) == 0;
}

// The characters of YAML's c-printable.
bool IsPrintable(uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code < 0x7F || code == 0x85) return true;
  return code >= 0xA0 && code != 0xFFFE && code != 0xFFFF;
}

bool IsUtf16(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

void ReportByte(std::string_view bytes, Loc where, Problems& problems) {
  const uint32_t byte = static_cast<unsigned char>(bytes[where.span.begin]);
  problems.push_back(
      {.what = rules::YamlSyntax::InvalidUtf8{.byte = "0x" + Hex(byte, 2, kUpperHex)},
       .where = where,
       .help = where.span.begin == 0 && IsUtf16(bytes)
                   ? "The file looks like UTF-16: save it as UTF-8."
                   : "Save the file as UTF-8."});
}

}  // namespace

bool CheckUtf8(const Sources& sources, TextId file, Problems& problems) {
  const std::string_view bytes = sources.Bytes(file);
  const auto begin = static_cast<uint32_t>(ValidUpTo(bytes));
  if (begin == bytes.size()) return true;
  ReportByte(bytes, {file, {begin, begin + 1}}, problems);
  return false;
}

bool CheckEncoding(const Sources& sources, TextId file, Problems& problems) {
  const std::string_view bytes = sources.Bytes(file);
  size_t at = 0;
  while (at < bytes.size()) {
    if (uint64_t word = 0; at + sizeof word <= bytes.size()) {
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if (AllPrintable(word)) {
        at += sizeof word;
        continue;
      }
    }
    const CodePoint point = ReadCodePoint(bytes, at);
    if (point.valid && IsPrintable(point.value)) {
      at += point.size;
      continue;
    }
    const auto begin = static_cast<uint32_t>(at);
    const Loc where{file, {begin, begin + point.size}};
    if (point.valid) {
      problems.push_back(
          {.what = rules::YamlSyntax::ControlCharacter{.character =
                                                           "U+" + Hex(point.value, 4, kUpperHex)},
           .where = where,
           .help = "Delete it, or write it as an escape in a double-quoted string."});
    } else {
      ReportByte(bytes, where, problems);
    }
    return false;
  }
  return true;
}

}  // namespace stackql::yaml
