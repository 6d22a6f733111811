#pragma once

#include <vector>

#include "sql/ast.h"

namespace stackql {

// The rows of an INSERT, each a create; one from a query's items, which are put into `selected`,
// where every row it gives has them. A null row: nothing is known of it. Never empty.
std::vector<const std::vector<sql::Expr>*> InsertedRows(const sql::Statement& statement,
                                                        std::vector<sql::Expr>& selected);

}  // namespace stackql
