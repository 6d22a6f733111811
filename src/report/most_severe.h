#pragma once

#include <cstddef>
#include <vector>

#include "lint/finding.h"

namespace stackql::report {

// Which findings are the most severe ones, at most `limit`, in their order.
std::vector<size_t> MostSevere(const std::vector<const Finding*>& findings, size_t limit);

}  // namespace stackql::report
