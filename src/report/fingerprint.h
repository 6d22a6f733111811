#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::report {

// For every line of a file, what GitHub code scanning calls primaryLocationLineHash: a hash of the
// hundred characters from the line's start on, blanks left out, and the number of its occurrence.
std::vector<std::string> LineHashes(std::string_view bytes);

// FNV-1a, 64 bits.
inline constexpr uint64_t kHashStart = 0xCBF29CE484222325U;
uint64_t Hash(std::string_view bytes, uint64_t hash = kHashStart);

// In hexadecimal digits, without leading zeros.
std::string ShortHex(uint64_t number);

}  // namespace stackql::report
