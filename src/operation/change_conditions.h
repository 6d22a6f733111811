#pragma once

#include <string_view>
#include <vector>

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// The names that the request of an UPDATE or DELETE takes from WHERE.
struct ChangeParameters {
  std::vector<std::string_view> required = {};
  std::vector<std::string_view> optional = {};
};

// Those of the typed tables.
const ChangeParameters& TypedParameters();

// The column that is compared in place of a parameter, which is required and certainly not given:
// one spelled in another way, or of the property that the parameter holds. Null if there is none.
const sql::Expr* MeantAs(std::string_view parameter, const Scope& scope, const Resolved& table,
                         const ChangeParameters& parameters);

// What the WHERE clause of an UPDATE or DELETE does not do. Columns that are meant as parameters
// are left to `missing-parameter`. Problems: `ignored-condition`, `refused-condition`, `null-text`.
void CheckChangeConditions(Binding& binding, const sql::Statement& statement, const Scope& scope,
                           const Resolved& table, const ChangeParameters& parameters);

// What UPDATE sets otherwise than it is written. Problems: `unsent-value`.
void CheckPatchValue(Binding& binding, const sql::Expr& value);

}  // namespace stackql
