#pragma once

#include <vector>

#include "operation/select_checks.h"

namespace stackql {

// Comparisons of a column with a literal of another type. Problems: `never-equal`.
void CheckColumnComparisons(Binding& binding, const sql::Select& select,
                            const std::vector<ReadTable>& tables);

}  // namespace stackql
