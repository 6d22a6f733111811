#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "lint/lookup.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql {

// The values of one object that are certainly not among those of another one, or of its own.
std::vector<Found> NotAmong(const Values& values, const snapshot::Among& among, ValueId object,
                            ValueId others);

// How many values are at a JSON pointer; none if there may be others.
std::optional<size_t> CountAll(const Values& values, ValueId root, std::string_view pointer);

}  // namespace stackql
