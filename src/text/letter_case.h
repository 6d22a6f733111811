#pragma once

#include <cstdint>
#include <optional>

namespace stackql {

// The other case of a character, or itself if it has none. None where that is not certain: it
// becomes several characters, depends on those beside it, or changes with Unicode's releases.
std::optional<char32_t> UpperCase(char32_t code);
std::optional<char32_t> LowerCase(char32_t code);

}  // namespace stackql
