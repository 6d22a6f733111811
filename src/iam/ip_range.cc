#include "iam/ip_range.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <string>

#include "base/number.h"

namespace stackql::iam {
namespace {

struct Address {
  size_t bits = 0;  // 0: cannot be read
  std::array<uint8_t, 16> bytes = {};
};

Address Read(std::string_view text) {
  Address address;
  const std::string terminated(text);
  if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 32;
  } else if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1) {
    address.bits = 128;
  }
  return address;
}

}  // namespace

Tri IsInRange(std::string_view address, std::string_view range) {
  const size_t slash = range.find('/');
  const Address wanted = Read(range.substr(0, slash));
  const Address actual = Read(address);
  if (wanted.bits == 0 || actual.bits == 0) return Tri::kUnknown;
  size_t prefix = wanted.bits;
  if (slash != std::string_view::npos) {
    const std::optional<size_t> written = ParseNumber<size_t>(range.substr(slash + 1));
    if (!written || *written > wanted.bits) return Tri::kUnknown;
    prefix = *written;
  }
  if (wanted.bits != actual.bits) return Tri::kNo;
  for (size_t bit = 0; bit < prefix; ++bit) {
    const auto mask = static_cast<uint8_t>(0x80 >> (bit % 8));
    if (((wanted.bytes[bit / 8] ^ actual.bytes[bit / 8]) & mask) != 0) return Tri::kNo;
  }
  return Tri::kYes;
}

}  // namespace stackql::iam
