#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "lang/lang.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql {

// What about a value breaks its schema.
enum class Keyword : uint8_t {
  kType,
  kEnum,
  kMinLength,
  kMaxLength,
  kPattern,
  kFormat,
  kMinimum,
  kMaximum,
  kExclusiveMinimum,
  kExclusiveMaximum,
  kMinItems,
  kMaxItems,
  kUniqueItems,
  kRequired,    // a member is missing
  kNeeded,      // a member is missing that another one needs
  kExcluded,    // two members exclude each other
  kRequiredOr,  // all of the members are missing of which one must be there
  kRequiredXor,
  kContains,    // no item is so
  kAmong,       // a value is not among others
  kLimit,       // a number is above one that limits it
  kDistinct,    // a value is the same as one before it
  kAdditional,  // a member has no business there
  kNever,
  kAnyOf,
  kOneOf,
  kOneOfMany,  // several alternatives hold
  kNot,
  kOther,  // too large or too deep to say
};

// A keyword that is judged by the value itself, without its children's schemas.
struct Leaf {
  Keyword keyword = Keyword::kType;
  Tri (*judge)(const Values&, ValueId, const snapshot::Schema&) = nullptr;
};

// The keywords that a value of this kind can break, the more telling first.
std::span<const Leaf> LeavesFor(Kind kind);

// Code points in the known parts of a text.
uint64_t CountKnownCharacters(std::string_view text);

}  // namespace stackql
