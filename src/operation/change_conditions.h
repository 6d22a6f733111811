#pragma once

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// What the WHERE clause of an UPDATE or DELETE does not do. Problems: `ignored-condition`,
// `refused-condition`, `null-text`.
void CheckChangeConditions(Binding& binding, const sql::Statement& statement,
                           const Resolved& table);

// What UPDATE sets otherwise than it is written. Problems: `unsent-value`.
void CheckPatchValue(Binding& binding, const sql::Expr& value);

}  // namespace stackql
