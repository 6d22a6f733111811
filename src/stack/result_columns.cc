#include "stack/result_columns.h"

namespace stackql {

ResultColumns ColumnsOf(const sql::Statement& statement) {
  ResultColumns result;
  if (statement.kind != sql::Statement::Kind::kSelect || statement.partial ||
      statement.not_checked || statement.select.open_items) {
    return result;
  }
  for (const sql::SelectItem& item : statement.select.items) {
    const bool aliased = !item.alias.text.empty();
    if (!aliased && item.expr.kind != sql::Expr::Kind::kColumn) return result;
    const sql::Name& name = aliased ? item.alias : item.expr.names.back();
    if (name.unknown) return result;
    result.columns.push_back({name.text, name.where});
  }
  result.known = true;
  return result;
}

}  // namespace stackql
