#pragma once

#include <cstddef>
#include <string>

#include "diag/problem.h"
#include "verify/ask_all.h"
#include "verify/live_reader.h"
#include "verify/subjects.h"

namespace stackql::verify {

// What came of the questions about some subjects.
struct Verified {
  size_t asked = 0;
  size_t found = 0;
  size_t absent = 0;         // AWS reports no such resource
  size_t unchecked = 0;      // denied, throttled until the end, not supported, not reached
  size_t open_values = 0;    // desired values that only a deploy tells
  size_t write_only = 0;     // desired properties that no reading gives
  std::string stopped = {};  // why no further question makes sense; empty: all were asked
};

// Asks Cloud Control for each subject, and reports what does not exist, what exists already, what
// differs and what could not be checked. Nothing that AWS says of a resource gets into a text.
Verified Verify(const Subjects& subjects, Values& values, LiveReader& reader,
                const ForEach& for_each, Problems& problems);

}  // namespace stackql::verify
