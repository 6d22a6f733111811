#pragma once

#include <vector>

#include "operation/select_checks.h"

namespace stackql {

// Terms of a WHERE clause that StackQL refuses or that give no row. Problems: `refused-condition`,
// `lost-parameter`.
void CheckSelectConditions(Binding& binding, const sql::Select& select,
                           const std::vector<ReadTable>& tables);

}  // namespace stackql
