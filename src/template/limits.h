#pragma once

#include <cstddef>

// Bounds of what templates make. Beyond them a value is not known, which is noted as not checked.
namespace stackql::tmpl {

inline constexpr size_t kLongestText = size_t{1} << 20;  // bytes of one value
inline constexpr size_t kMostDigits = 18;                // of an int64_t, whatever they are
inline constexpr int kDeepest = 100;                     // nesting of blocks, brackets and calls

}  // namespace stackql::tmpl
