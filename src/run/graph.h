#pragma once

#include "operation/stack_graph.h"

namespace stackql {

struct BoundUnit;

// The graph of a unit's stack; without nodes if it has none.
StackGraph GraphOf(const BoundUnit& unit);

}  // namespace stackql
