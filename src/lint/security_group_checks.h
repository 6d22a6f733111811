#pragma once

#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Whether two rules of a security group allow the same: the rule repeated-security-rule.
void CheckSecurityRules(const Values& values, const Operation& operation, Problems& problems);

}  // namespace stackql
