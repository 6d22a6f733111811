#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/ascii.h"

namespace stackql {

inline constexpr std::string_view kLowerHex = "0123456789abcdef";
inline constexpr std::string_view kUpperHex = "0123456789ABCDEF";

// The last `digits` hexadecimal digits of a number.
inline std::string Hex(uint64_t number, size_t digits, std::string_view letters = kLowerHex) {
  std::string text(digits, letters[0]);
  for (size_t i = digits; i-- > 0; number >>= 4U) text[i] = letters[number & 15U];
  return text;
}

// Whether a text is a digest of so many bytes as hexadecimal digits in lower case.
constexpr bool IsHexDigest(std::string_view text, size_t bytes) {
  return text.size() == 2 * bytes &&
         All(text, [](char c) { return HexDigit(c) >= 0 && !IsUpper(c); });
}

}  // namespace stackql
