#pragma once

#include "diag/problem.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// Reports resources whose queries use `this.`, which stands for a name that templates cannot read
// (`unreachable-name`).
void CheckNamesOfThis(const Values& values, const Stack& stack, Problems& problems);

}  // namespace stackql
