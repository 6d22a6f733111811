#include "base/digest.h"

#include <sodium.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>

namespace stackql {

std::string Sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash = {};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size());
  std::array<char, crypto_hash_sha256_BYTES* 2 + 1> text = {};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

uint64_t Hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

}  // namespace stackql
