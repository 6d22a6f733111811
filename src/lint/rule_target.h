#pragma once

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::lint {

// Checks that the `path` and `at` of a declarative rule, read from `document`, lead to properties
// that its target has.
void CheckPath(const Values& values, ValueId document, const snapshot::RuleT& rule,
               const snapshot::ResourceTypeT& target, Problems& problems);

}  // namespace stackql::lint
