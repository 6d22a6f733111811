#include "operation/inserted_rows.h"

namespace stackql {

std::vector<const std::vector<sql::Expr>*> InsertedRows(const sql::Statement& statement,
                                                        std::vector<sql::Expr>& selected) {
  std::vector<const std::vector<sql::Expr>*> rows;
  for (const std::vector<sql::Expr>& row : statement.rows) rows.push_back(&row);
  if (!rows.empty()) return rows;
  const sql::Select& select = statement.select;
  bool known = !select.united && !select.open_items && !statement.partial;
  for (const sql::SelectItem& item : select.items) {
    known = known && item.expr.kind != sql::Expr::Kind::kStar;
  }
  if (!known) return {nullptr};
  for (const sql::SelectItem& item : select.items) selected.push_back(item.expr);
  return {&selected};
}

}  // namespace stackql
