#pragma once

#include <string>

#include "value/value.h"

namespace stackql::json {

struct Limits {
  uint32_t depth = 200;
};

struct Parsed {
  ValueId value = kNoValue;  // kNoValue: not JSON
  Loc error = {};            // where reading stopped; meaningful when value is kNoValue
  std::string expected = {};  // what would have been right there, such as "',' or '}'"
  bool unsure = false;       // the error may be due to a hole; it must not be reported
};

// Reads the JSON text (RFC 8259) at `where` into values with places. Holes: inside a string they
// stay in the string; as a value they become kUnknown; as an array element they make the array open
// and are no element; in place of a member, or as a key, they make the object open. Duplicate keys
// stay. Iterative or depth-limited; never throws.
Parsed Parse(Values& values, Loc where, const Limits& limits = {});

// The compact JSON text of a value with object keys in byte order, as stackql-deploy's context
// holds it, each byte linked to the place that spells it. Unknown values and the unknown rest of
// open arrays and objects become holes. kNull becomes null. Strings are escaped as serde_json does.
Loc Serialise(Values& values, ValueId value);

}  // namespace stackql::json
