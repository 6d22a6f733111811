#pragma once

#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "value/value.h"

namespace stackql::verify {

// A property whose live value is not the desired one.
struct Difference {
  std::string property = {};  // "Tags", "Endpoint/Port"
  Loc where = {};             // the desired value
  ValueId live = kNoValue;    // kNoValue: it is not set
  bool replaces = false;      // it can be set at creation only
};

struct Drift {
  std::vector<Difference> differences = {};
  size_t unknown = 0;     // values that only a deploy tells
  size_t write_only = 0;  // properties that no reading gives
};

// Compares what a statement sets with what was read: only properties that are set, and none that
// are read-only. Lists count as sets of their items; scalars as the texts that StackQL sends; JSON
// in a text, such as a policy document, as what it says, where one element counts as a list of it;
// tags that AWS adds (aws:...) are left out. What is not known differs from nothing.
Drift Compare(Values& values, ValueId desired, ValueId live, const snapshot::ResourceType& type);

}  // namespace stackql::verify
