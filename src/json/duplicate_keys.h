#pragma once

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql::json {

// Keys that an object within `root` gives more than once: readers keep one of their values, and
// which one is not promised (RFC 8259, section 4). Problem: `duplicate-json-key`, at each key but
// the first. Keys with unknown parts are not compared.
void CheckDuplicateKeys(const Values& values, ValueId root, Problems& problems);

}  // namespace stackql::json
