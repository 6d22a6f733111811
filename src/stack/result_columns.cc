#include "stack/result_columns.h"

namespace stackql {

sql::Columns ColumnsOf(const sql::Statement& statement, const sql::TableColumns& tables) {
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked) {
    return {};
  }
  sql::Columns result = sql::ColumnsOf(statement.select, tables);
  result.known &= !result.unnamed;
  return result;
}

}  // namespace stackql
