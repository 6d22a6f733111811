#pragma once

#include "diag/problem.h"
#include "stack/query.h"
#include "value/fwd.h"

namespace stackql {

// Reports return_vals that the statement they belong to does not return (`return-not-returned`,
// `nothing-returned`).
void CheckReturns(const Values& values, const Query& query, const QueryArm& arm,
                  Problems& problems);

}  // namespace stackql
