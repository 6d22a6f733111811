#pragma once

#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Reports what a patch changes though it is fixed when the resource is created
// (`create-only-change`), and properties that are set though they are deprecated
// (`deprecated-property`).
void CheckChanges(const Values& values, const Operation& operation, Problems& problems);

}  // namespace stackql
