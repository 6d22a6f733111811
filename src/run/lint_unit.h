#pragma once

#include "lint/finding.h"
#include "run/bound_unit.h"

namespace stackql {

// What is wrong with a unit.
Report LintUnit(const BoundUnit& unit);

}  // namespace stackql
