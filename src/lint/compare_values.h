#pragma once

#include <vector>

#include "lint/lookup.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql {

// The values of one object that are certainly not among those of another one, or of its own.
std::vector<Found> NotAmong(const Values& values, const snapshot::Among& among, ValueId object,
                            ValueId others);

}  // namespace stackql
