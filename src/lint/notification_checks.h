#pragma once

#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Whether two notifications of a bucket are about the same event of the same object: the rule
// overlapping-notifications.
void CheckNotifications(const Values& values, const Operation& operation, Problems& problems);

}  // namespace stackql
