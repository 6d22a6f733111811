#pragma once

#include <vector>

#include "diag/problem.h"
#include "text/sources.h"

namespace stackql {

// The problems that all of several readings of one query have, as the first reading tells them: of
// the same rule and message, with the same values, at the same place of the user's files.
Problems CommonProblems(const Sources& sources, std::vector<Problems> readings);

}  // namespace stackql
