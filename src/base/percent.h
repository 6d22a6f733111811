#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "base/hex.h"

namespace stackql {

// The text with %XX in place of every byte that is not to be kept (RFC 3986, section 2.1).
template <std::predicate<char> Keeps>
std::string PercentEncoded(std::string_view text, const Keeps& keeps) {
  std::string encoded;
  for (const char c : text) {
    if (keeps(c)) {
      encoded += c;
      continue;
    }
    encoded += '%';
    encoded += Hex(static_cast<unsigned char>(c), 2, kUpperHex);
  }
  return encoded;
}

}  // namespace stackql
