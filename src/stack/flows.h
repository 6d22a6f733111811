#pragma once

#include "diag/problem.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Reports what the commands build, test and teardown cannot do, or silently do not do, for lack of
// an anchor or a query file. Facts: stackql-deploy's src/commands/{build,test,teardown}.rs.
// Problems: `missing-anchor`, `exports-not-queried`, `query-never-runs`, `broken-teardown`,
// `unused-anchor`, `incomplete-lifecycle`. Notes in the stack whether it is tested, and what is
// never updated.
void CheckFlows(const Values& values, Stack& stack, Problems& problems);

}  // namespace stackql
