#pragma once

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// What RETURNING of a statement on a table of the awscc provider cannot give. `native`: the table
// is awscc.cloud_control.resources. Problems: `unknown-returning-column`.
void CheckReturning(Binding& binding, const sql::Statement& statement, bool native);

}  // namespace stackql
