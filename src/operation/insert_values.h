#pragma once

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// Forms of INSERT that StackQL does not run, and values that it does not send as they are written.
// Problems: `unsupported-insert`, `unsent-value`, `null-text`.
void CheckInserted(Binding& binding, const sql::Statement& statement, const Resolved& table);

}  // namespace stackql
