#pragma once

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql {

// Problems: `leftover-placeholder`, `malformed-identifier`.
void CheckIdentifier(Values& values, ValueId identifier, const snapshot::ResourceType& type,
                     Problems& problems);

}  // namespace stackql
