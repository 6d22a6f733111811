#pragma once

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Properties that name something of another region than the one the resource is in: the rule
// other-region, whose document lists them.
void CheckRegions(const Values& values, const Operation& operation, TargetedRules rules,
                  Problems& problems);

}  // namespace stackql
