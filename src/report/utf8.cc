#include "report/utf8.h"

#include <array>

namespace stackql::report {

uint32_t DecodeUtf8(std::string_view bytes, size_t at, size_t& length) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  length = 1;
  const uint8_t lead = byte(at);
  if (lead < 0x80) return lead;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || at + size > bytes.size()) return kInvalidUtf8;
  uint32_t code = lead & (0x7FU >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return kInvalidUtf8;
    code = code << 6 | (byte(at + i) & 0x3FU);
  }
  constexpr std::array<uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kLeast[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
    return kInvalidUtf8;
  length = size;
  return code;
}

std::string_view Cut(std::string_view text, size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<uint8_t>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

}  // namespace stackql::report
