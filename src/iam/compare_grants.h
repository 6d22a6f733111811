#pragma once

#include <vector>

#include "iam/grant.h"

namespace stackql::iam {

// Whether one grant gives all that another does: the action, or all that it matches, on each of
// the resources, and under no more conditions.
bool Covers(const Grant& wide, const Grant& narrow);

// The grants that no single one of the others covers, in their order.
std::vector<Grant> NotCovered(const std::vector<Grant>& grants, const std::vector<Grant>& others);

}  // namespace stackql::iam
