#pragma once

#include <string_view>
#include <vector>

#include "sql/ast.h"

namespace stackql {

struct ResultColumn {
  std::string_view name = {};
  Loc where = {};
};

// The columns of a query's rows.
struct ResultColumns {
  bool known = false;  // they are these and no others
  std::vector<ResultColumn> columns = {};
};

// What a SELECT returns, as far as the statement says it. The views hold while the statement does.
ResultColumns ColumnsOf(const sql::Statement& statement);

}  // namespace stackql
