#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "snapshot/fwd.h"
#include "text/sources.h"
#include "value/fwd.h"

namespace stackql::verify {

// The deepest place where a live resource is not as desired.
struct Difference {
  enum class Kind : uint8_t {
    kValue,   // the live value is another one
    kAbsent,  // there is no live value
    kItem,    // the live list lacks a desired item
    kMore,    // the live list has items that nobody wrote
  };
  Kind kind = Kind::kValue;
  std::string property = {};  // "Endpoint/Port", "Tags/*/Value"
  Loc where = {};             // the desired value; of kItem the item, of kMore the list
  ValueId live = kNoValue;    // of kItem and kMore the list; of kAbsent kNoValue
  size_t more = 0;            // items; of kMore
  bool replaces = false;      // it can be set at creation only
};

struct Drift {
  std::vector<Difference> differences = {};  // in the order of what is written
  size_t unknown = 0;                        // values that are only known during deployment
  size_t write_only = 0;                     // values that no reading gives
};

// Compares what a statement sets with what was read, as Equality does: only properties that are
// set. What is not known differs from nothing. Items of lists that have the same key or name are
// compared with each other.
Drift Compare(Values& values, ValueId desired, ValueId live, const snapshot::ResourceType& type);

}  // namespace stackql::verify
