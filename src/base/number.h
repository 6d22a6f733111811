#pragma once

#include <charconv>
#include <optional>
#include <string_view>
#include <type_traits>

namespace stackql {

// The number that a whole text writes as std::from_chars() reads it: no blanks, no '+'. None if it
// writes no number, or one that does not fit.
template <typename Number>
std::optional<Number> ParseNumber(std::string_view text, int base = 10) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  std::from_chars_result read = {};
  if constexpr (std::is_integral_v<Number>) {
    read = std::from_chars(text.data(), end, number, base);
  } else {
    read = std::from_chars(text.data(), end, number);
  }
  return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

}  // namespace stackql
