#pragma once

#include <vector>

#include "operation/select_checks.h"

namespace stackql {

// Joins of tables of the awscc provider that StackQL does not run. Problems: `unsupported-join`.
void CheckJoins(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables);

}  // namespace stackql
