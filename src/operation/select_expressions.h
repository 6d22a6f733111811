#pragma once

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// Strings, functions and operators of a SELECT that reads tables of the awscc provider, itself or
// by way of a derived table. Problems: `reescaped-literal`, `apostrophe-in-select`,
// `function-not-in-sqlite`.
void CheckSelectExpressions(Binding& binding, const sql::Select& select);

}  // namespace stackql
