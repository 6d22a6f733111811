#pragma once

#include "diag/problem.h"
#include "stack/query.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Reports exists and statecheck queries whose answer is always yes and callbacks whose answer is
// always no (`count-without-alias`), and queries without an answer to `test`
// (`incomplete-lifecycle`). `stack` is the one that was evaluated. Facts:
// stackql-deploy's src/core/utils.rs.
void CheckAnswers(const Values& values, const Stack& stack, const Query& query, const QueryArm& arm,
                  Problems& problems);

}  // namespace stackql
