#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stackql {

// SHA-256, in lower-case hexadecimal digits.
std::string Sha256(std::string_view bytes);

// A fast hash (XXH3) that is the same on every run, for what nobody forges.
uint64_t Hash64(std::string_view bytes);

}  // namespace stackql
