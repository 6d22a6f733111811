#pragma once

#include "diag/problem.h"
#include "snapshot/snapshot.h"
#include "value/value.h"

namespace stackql {

// A JSON Patch (RFC 6902) as a partial desired state: the object that the patched resource is at
// least known to be. `add /A/B 5` gives {A: {B: 5}} with open containers, `remove /A` a
// known-absent A; what an operation writes whole is complete. kNoValue if nothing can be said.
// Problems: `invalid-patch` for what is no patch, where no hole can be the cause.
ValueId PartialState(Values& values, ValueId patch, const snapshot::ResourceType& type,
                     Problems& problems);

}  // namespace stackql
