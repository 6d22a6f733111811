#pragma once

#include <cstdint>
#include <string_view>

namespace stackql {

// Columns that a terminal gives a code point: 0 for combining marks and joiners, 2 for wide ones
// (CJK, emoji), else 1. Control characters have 0.
uint32_t CodePointWidth(char32_t code);

// Columns of a text. Each byte that is not UTF-8 counts 1, as the replacement that is shown for it.
uint32_t DisplayWidth(std::string_view utf8);

}  // namespace stackql
