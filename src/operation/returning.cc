#include "operation/returning.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/service_tables.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

// Whether a column that may exist is in an expression.
bool ReadsColumn(const sql::Expr& expr, int depth) {
  if (depth > 50 || expr.kind == ExprKind::kHole) return true;
  if (expr.kind == ExprKind::kColumn) {
    return expr.names.empty() || expr.names.back().unknown ||
           HasWord(kProgressEvent, expr.names.back().text);
  }
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](const sql::Expr& arg) { return ReadsColumn(arg, depth + 1); });
}

}  // namespace

void CheckReturning(Binding& binding, const sql::Statement& statement, bool native) {
  if (statement.partial) return;
  const Sources& sources = binding.values.sources();
  for (const sql::SelectItem& item : statement.returning) {
    const sql::Expr& expr = item.expr;
    if (IsOpen(expr)) continue;
    const std::string written = Written(sources, expr);
    const bool qualified = expr.kind == ExprKind::kColumn && expr.names.size() > 1;
    if (expr.kind == ExprKind::kStar) {
      if (!native) continue;
    } else if (qualified || (expr.kind == ExprKind::kColumn && written == "ProgressEvent")) {
      if (native) continue;
      binding.problems.push_back(
          {.what = rules::UnknownReturningColumn::After{.column = written}, .where = expr.where});
      continue;
    } else if (ReadsColumn(expr, 0)) {
      continue;
    }
    if (expr.kind == ExprKind::kColumn && expr.names.size() == 1) {
      binding.ReportUnknownName(rules::UnknownReturningColumn{.column = written}, expr.names[0],
                                Words(kProgressEvent));
    } else {
      binding.problems.push_back(
          {.what = rules::UnknownReturningColumn{.column = written}, .where = expr.where});
    }
  }
}

}  // namespace stackql
