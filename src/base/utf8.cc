#include "base/utf8.h"

#include <algorithm>

namespace stackql {

CodePoint ReadCodePoint(std::string_view bytes, size_t at) {
  const auto lead = static_cast<uint8_t>(bytes[at]);
  if (lead < 0x80) return {.value = lead};
  const CodePoint invalid = {.value = lead, .size = 1, .valid = false};
  const uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || bytes.size() - at < size) return invalid;
  char32_t code = lead & (0x7FU >> size);
  for (uint32_t i = 1; i < size; ++i) {
    const auto next = static_cast<uint8_t>(bytes[at + i]);
    if ((next & 0xC0) != 0x80) return invalid;
    code = code << 6 | (next & 0x3FU);
  }
  const char32_t least = size == 4 ? 0x10000 : size == 3 ? 0x800 : 0x80;
  const bool surrogate = code >= 0xD800 && code < 0xE000;
  if (code < least || code > 0x10FFFF || surrogate) return invalid;
  return {.value = code, .size = size};
}

bool IsUtf8(std::string_view bytes) { return ValidUpTo(bytes) == bytes.size(); }

void AppendCodePoint(char32_t code, std::string& out) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | (code >> shift & 0x3FU)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

size_t CountCharacters(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char byte) { return !IsContinuation(byte); }));
}

size_t CharacterBegin(std::string_view text, size_t at) {
  if (at >= text.size()) return text.size();
  while (at > 0 && IsContinuation(text[at])) --at;
  return at;
}

size_t CharacterEnd(std::string_view text, size_t at) {
  while (at < text.size() && IsContinuation(text[at])) ++at;
  return std::min(at, text.size());
}

std::string_view CutTo(std::string_view text, size_t size) {
  return text.substr(0, CharacterBegin(text, size));
}

std::string Shortened(std::string_view text, size_t size) {
  std::string cut(CutTo(text, size));
  return cut.size() < text.size() ? cut.append("...") : cut;
}

size_t ValidUpTo(std::string_view bytes) {
  for (size_t at = 0; at < bytes.size();) {
    if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
      continue;
    }
    const CodePoint point = ReadCodePoint(bytes, at);
    if (!point.valid) return at;
    at += point.size;
  }
  return bytes.size();
}

}  // namespace stackql
