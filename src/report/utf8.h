#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace stackql::report {

inline constexpr uint32_t kInvalidUtf8 = UINT32_MAX;

// The code point at `at`, or kInvalidUtf8; `length` becomes the bytes it takes, at least 1.
uint32_t DecodeUtf8(std::string_view bytes, size_t at, size_t& length);

// At most `size` bytes of the text, no character cut in two.
std::string_view Cut(std::string_view text, size_t size);

}  // namespace stackql::report
