#include "lint/ip_block.h"

#include <arpa/inet.h>

#include <string>

#include "base/number.h"

namespace stackql {

std::optional<IpBlock> ReadIpBlock(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string address(text.substr(0, slash));
  IpBlock block = {.v6 = address.find(':') != std::string::npos};
  if (inet_pton(block.v6 ? AF_INET6 : AF_INET, address.c_str(), block.first.data()) != 1) {
    return std::nullopt;
  }
  const size_t size = block.v6 ? 16 : 4;
  const auto bits = ParseNumber<size_t>(text.substr(slash + 1));
  if (!bits || *bits > 8 * size) return std::nullopt;
  block.last = block.first;
  for (size_t bit = *bits; bit < 8 * size; ++bit) {
    const auto mask = static_cast<uint8_t>(0x80U >> (bit % 8));
    block.first[bit / 8] = static_cast<uint8_t>(block.first[bit / 8] & ~mask);
    block.last[bit / 8] = static_cast<uint8_t>(block.last[bit / 8] | mask);
  }
  return block;
}

}  // namespace stackql
