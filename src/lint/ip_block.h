#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace stackql {

// The addresses of a block in CIDR notation, "10.0.0.0/16" or "2001:db8::/56".
struct IpBlock {
  using Address = std::array<uint8_t, 16>;  // an IPv4 address is the first four bytes
  bool v6 = false;
  Address first = {};
  Address last = {};

  // Whether each address of the other block is one of this one.
  bool Contains(const IpBlock& other) const {
    return v6 == other.v6 && first <= other.first && other.last <= last;
  }
};

// None if the text is anything else.
std::optional<IpBlock> ReadIpBlock(std::string_view text);

}  // namespace stackql
