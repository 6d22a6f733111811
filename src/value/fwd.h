#pragma once

#include <cstdint>

// Values (value/value.h) for headers that only pass them on.
namespace stackql {

class Values;

enum class Kind : uint8_t;
struct Value;

using ValueId = uint32_t;
inline constexpr ValueId kNoValue = UINT32_MAX;

struct Member {
  ValueId key = kNoValue;  // a Kind::kString, may hold holes; or Kind::kUnknown
  ValueId value = kNoValue;
};

}  // namespace stackql
