#pragma once

#include "lint/finding.h"

namespace stackql {

struct BoundUnit;

// What is wrong with a unit.
Report LintUnit(const BoundUnit& unit);

}  // namespace stackql
