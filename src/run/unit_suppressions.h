#pragma once

#include <vector>

#include "lint/suppressions.h"
#include "run/loaded_unit.h"

namespace stackql {

// The suppressions in all files of a unit. Problems: `unknown-suppression`,
// `malformed-suppression`.
std::vector<Suppression> ReadSuppressions(const LoadedUnit& unit, const RuleSet& rules,
                                          Problems& problems);

}  // namespace stackql
