#pragma once

#include <vector>

#include "lint/suppressions.h"

namespace stackql {

struct BoundUnit;

// The suppressions in all files of a unit. Problems: `unknown-suppression`,
// `malformed-suppression`.
std::vector<Suppression> ReadSuppressions(const BoundUnit& unit, const RuleSet& rules,
                                          Problems& problems);

}  // namespace stackql
