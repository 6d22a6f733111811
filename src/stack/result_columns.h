#pragma once

#include "sql/ast.h"
#include "sql/columns.h"

namespace stackql {

// The columns of a statement's rows, none if it is not a SELECT that was read whole. Known: they
// are these and no others.
sql::Columns ColumnsOf(const sql::Statement& statement, const sql::TableColumns& tables = nullptr);

}  // namespace stackql
