#include "yaml/encoding.h"

#include <cstring>

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

// Length of the UTF-8 sequence at `at`, or 0 if it is malformed. Gives its code point.
uint32_t DecodeUtf8(std::string_view bytes, size_t at, uint32_t& code) {
  const auto byte = [&](size_t i) -> uint32_t {
    return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0;
  };
  const auto tail = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
  const uint32_t lead = byte(0);
  if (lead < 0x80) {
    code = lead;
    return 1;
  }
  if (lead >= 0xC2 && lead < 0xE0 && tail(1)) {
    code = (lead & 0x1F) << 6 | (byte(1) & 0x3F);
    return 2;
  }
  if (lead >= 0xE0 && lead < 0xF0 && tail(1) && tail(2)) {
    code = (lead & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    return code >= 0x800 && (code < 0xD800 || code > 0xDFFF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead < 0xF5 && tail(1) && tail(2) && tail(3)) {
    code = (lead & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    return code >= 0x10000 && code <= 0x10FFFF ? 4 : 0;
  }
  return 0;
}

// The characters of YAML's c-printable.
bool IsPrintable(uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  if (code < 0x7F || code == 0x85) return true;
  return code >= 0xA0 && code != 0xFFFE && code != 0xFFFF;
}

std::string Hex(uint32_t number, int digits) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (int i = digits; i-- > 0;) text += kDigits[number >> (4 * i) & 0xF];
  return text;
}

bool IsUtf16(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xFF\xFE" || bytes.substr(0, 2) == "\xFE\xFF";
}

void ReportByte(std::string_view bytes, Loc where, Problems& problems) {
  const uint32_t byte = static_cast<unsigned char>(bytes[where.span.begin]);
  problems.push_back({.what = rules::YamlSyntax::InvalidUtf8{.byte = "0x" + Hex(byte, 2)},
                      .where = where,
                      .help = where.span.begin == 0 && IsUtf16(bytes)
                                  ? "The file looks like UTF-16: save it as UTF-8."
                                  : "Save the file as UTF-8."});
}

}  // namespace

bool CheckUtf8(const Sources& sources, TextId file, Problems& problems) {
  const std::string_view bytes = sources.Bytes(file);
  for (size_t at = 0; at < bytes.size();) {
    uint32_t code = 0;
    const uint32_t size = DecodeUtf8(bytes, at, code);
    if (size == 0) {
      const auto begin = static_cast<uint32_t>(at);
      ReportByte(bytes, {file, {begin, begin + 1}}, problems);
      return false;
    }
    at += size;
  }
  return true;
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
    uint32_t code = 0;
    const uint32_t size = DecodeUtf8(bytes, at, code);
    if (size > 0 && IsPrintable(code)) {
      at += size;
      continue;
    }
    const auto begin = static_cast<uint32_t>(at);
    const Loc where{file, {begin, begin + (size > 0 ? size : 1)}};
    if (size > 0) {
      problems.push_back(
          {.what = rules::YamlSyntax::ControlCharacter{.character = "U+" + Hex(code, 4)},
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
