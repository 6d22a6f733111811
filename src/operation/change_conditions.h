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

// What the WHERE clause of an UPDATE or DELETE does not do. Problems: `ignored-condition`,
// `refused-condition`, `null-text`.
void CheckChangeConditions(Binding& binding, const sql::Statement& statement, const Resolved& table,
                           const ChangeParameters& parameters);

// What UPDATE sets otherwise than it is written. Problems: `unsent-value`.
void CheckPatchValue(Binding& binding, const sql::Expr& value);

}  // namespace stackql
