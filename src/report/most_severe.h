#pragma once

#include <cstddef>
#include <vector>

#include "lint/finding.h"

namespace stackql::report {

// At most `limit` findings, the most severe ones, in the report's order.
std::vector<const Finding*> MostSevere(const std::vector<Finding>& findings, size_t limit);

}  // namespace stackql::report
