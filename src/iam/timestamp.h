#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace stackql::iam {

// Seconds since 1970 of a date as conditions write it: "2026-01-31T12:00:00Z" (W3C's profile of ISO
// 8601) or a number of seconds. None if it is neither.
std::optional<int64_t> SecondsOf(std::string_view text);

}  // namespace stackql::iam
