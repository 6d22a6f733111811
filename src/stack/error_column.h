#pragma once

#include "diag/problem.h"
#include "stack/query.h"

namespace stackql {

// Reports a column that makes stackql-deploy take the row for a failure (`error-column`; its
// src/core/utils.rs).
void CheckErrorColumn(const Query& query, const QueryArm& arm, Problems& problems);

}  // namespace stackql
