#pragma once

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Passwords that are written into a file: the rule literal-password.
void CheckPasswords(const Values& values, const Operation& operation, TargetedRules rules,
                    Problems& problems);

}  // namespace stackql
