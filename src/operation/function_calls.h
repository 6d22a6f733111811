#pragma once

#include <optional>
#include <string_view>

#include "diag/problem.h"
#include "sql/ast.h"

namespace stackql {

// `wrong-function-call`: what certainly fails when SQLite calls the function, whose name is given
// in lower case. Nothing is said of names that resemble none that is known.
std::optional<Problem> CheckCall(std::string_view name, const sql::Expr& call);

}  // namespace stackql
