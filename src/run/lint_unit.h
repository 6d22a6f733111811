#pragma once

#include "lint/finding.h"

namespace stackql {

struct BoundUnit;

// Of a unit of which single files were named: what touches these, or everything.
enum class Extent { kNamed, kWhole };

// What is wrong with a unit.
Report LintUnit(const BoundUnit& unit, Extent extent = Extent::kNamed);

}  // namespace stackql
