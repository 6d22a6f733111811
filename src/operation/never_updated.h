#pragma once

#include <vector>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// `incomplete-lifecycle` of resources that nothing updates when their statecheck fails, unless
// their type cannot be updated. `types`: what each resource of the manifest creates; null: not
// known.
void CheckNeverUpdated(const Values& values, const Stack& stack,
                       const std::vector<const snapshot::ResourceType*>& types, Problems& problems);

}  // namespace stackql
