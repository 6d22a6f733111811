#pragma once

#include "diag/problem.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Whether the states that the definition of a state machine names exist, and each state leads on or
// ends: the rule unknown-state.
void CheckStateMachine(const Values& values, const Operation& operation, Problems& problems);

}  // namespace stackql
