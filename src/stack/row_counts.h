#pragma once

#include "diag/problem.h"
#include "stack/query.h"
#include "value/fwd.h"

namespace stackql {

// Reports checks and exports whose query certainly gives more than the one row that stackql-deploy
// takes (`several-rows`; its src/core/utils.rs and src/commands/base.rs).
void CheckRowCounts(const Values& values, const Query& query, const QueryArm& arm,
                    Problems& problems);

// Reports checks that count a constant, and checks and exports that no row is left to
// (`constant-rows`).
void CheckConstantRows(const Values& values, const Query& query, const QueryArm& arm,
                       Problems& problems);

}  // namespace stackql
