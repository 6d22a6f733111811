#pragma once

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// A _list_only table can only be selected from. Problems: `list-only-misuse`.
bool CheckWritable(Binding& binding, const sql::Statement& statement, const Resolved& table);

}  // namespace stackql
