#pragma once

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Whether the backups of a database are made outside its maintenance: the rule overlapping-windows.
void CheckWindows(const Values& values, const Operation& operation, TargetedRules rules,
                  Problems& problems);

}  // namespace stackql
