#pragma once

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Judges the region of an operation by the regions that are built in: whether AWS has it, and
// whether it has the operation's resource type. Silent about a region that is not known or not of
// a region's form. Problems: `unknown-region`, `type-not-in-region`.
void CheckAvailability(const Values& values, const Operation& operation,
                       const catalog::Catalog& catalog, Problems& problems);

}  // namespace stackql
