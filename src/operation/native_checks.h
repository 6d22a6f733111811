#pragma once

#include "operation/binding.h"
#include "operation/parameters.h"
#include "sql/ast.h"

namespace stackql {

// What a statement on a table of awscc.cloud_control or awscc.tagging lacks. `scope` is where its
// parameters are given; null for an INSERT. False if the table has no such verb. Problems:
// `unsupported-operation`, `missing-parameter`, `unsupported-insert`, `unsent-value`,
// `ignored-condition`, `refused-condition`, `unknown-returning-column`.
bool CheckNative(Binding& binding, const sql::Statement& statement, const Resolved& resolved,
                 const sql::Table& table, sql::Statement::Kind kind, const Scope* scope);

// The columns that a SELECT of such a table alone names. Problems: `unknown-select-column`.
void CheckNativeColumns(Binding& binding, const sql::Statement& statement,
                        const sql::Select& select, const Resolved& resolved);

}  // namespace stackql
