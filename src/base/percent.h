#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace stackql {

// The text with %XX in place of every byte that is not to be kept (RFC 3986, section 2.1).
template <std::predicate<char> Keeps>
std::string PercentEncoded(std::string_view text, const Keeps& keeps) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (keeps(c)) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kDigits[byte >> 4U];
    encoded += kDigits[byte & 15U];
  }
  return encoded;
}

}  // namespace stackql
