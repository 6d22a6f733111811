#pragma once

#include <cstddef>
#include <string_view>

namespace stackql {

// How many bytes of Unicode white space a text begins or ends with, as Rust's trim() counts them.
size_t LeadingBlanks(std::string_view text);
size_t TrailingBlanks(std::string_view text);

}  // namespace stackql
