#pragma once

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Checks the region of an operation against the built-in list: whether AWS has the region, and
// whether the region has the resource type. Silent about a region whose value is unknown or is not
// a valid name. Problems: `unknown-region`, `type-not-in-region`.
void CheckAvailability(const Values& values, const Operation& operation,
                       const catalog::Catalog& catalog, Problems& problems);

}  // namespace stackql
