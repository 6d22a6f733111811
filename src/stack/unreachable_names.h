#pragma once

#include "diag/problem.h"
#include "stack/stack.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// Reports resources whose queries use `this.`, which stands for a name that templates cannot read
// (`unreachable-name`).
void CheckNamesOfThis(const Values& values, const Stack& stack, Problems& problems);

// Whether a name that is not defined is part of one that is, and that Tera takes for a subtraction
// (`my-vpc.id`); if so reports it (`unreachable-name`).
bool ReportSubtraction(const Values& values, const tmpl::Read& read, const tmpl::Scope& scope,
                       Problems& problems);

}  // namespace stackql
