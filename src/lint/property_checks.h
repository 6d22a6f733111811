#pragma once

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Judges the desired state or patch of an operation: by the schema of its type, as tags, and by the
// declarative rules whose target is the type.
void CheckProperties(const Values& values, const Operation& operation, const RuleSet& rules,
                     Problems& problems);

}  // namespace stackql
