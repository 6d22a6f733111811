#pragma once

#include "diag/problem.h"
#include "stack/query.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Checks one way that a query of a stack (or of a query file, with an empty stack) may be.
// Problems: those of answers.h, error_column.h, providers.h, returns.h and row_counts.h.
void CheckQuery(const Values& values, const Stack& stack, const Query& query, const QueryArm& arm,
                Problems& problems);

}  // namespace stackql
