#pragma once

#include <cstdint>

// Values (value/value.h) for headers that only pass them on.
namespace stackql {

class Values;

using ValueId = uint32_t;
inline constexpr ValueId kNoValue = UINT32_MAX;

}  // namespace stackql
