#include "operation/returning.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

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

enum class Column : uint8_t { kMaybe, kUnknown, kEmpty, kFailsAfter };

Column Judge(const sql::Expr& expr, bool native) {
  if (expr.kind == ExprKind::kStar) {
    return native || !expr.names.empty() ? Column::kUnknown : Column::kMaybe;
  }
  if (expr.kind == ExprKind::kColumn && !IsOpen(expr)) {
    const std::string& name = expr.names.back().text;
    if (expr.names.size() > 1 || name == "ProgressEvent") {
      return native ? Column::kMaybe : Column::kFailsAfter;
    }
    if (native && name == "RequestToken") return Column::kEmpty;
  }
  return ReadsColumn(expr, 0) ? Column::kMaybe : Column::kUnknown;
}

}  // namespace

void CheckReturning(Binding& binding, const sql::Statement& statement, bool native) {
  if (statement.partial) return;
  for (const sql::SelectItem& item : statement.returning) {
    const sql::Expr& expr = item.expr;
    if (IsOpen(expr)) continue;
    const std::string written = Written(binding.values.sources(), expr);
    const auto report = [&](Message what) {
      binding.problems.push_back({.what = std::move(what), .where = expr.where});
    };
    switch (Judge(expr, native)) {
      case Column::kMaybe:
        break;
      case Column::kFailsAfter:
        report(rules::UnknownReturningColumn::After{.column = written});
        break;
      case Column::kEmpty:
        report(rules::UnknownReturningColumn::Empty{.column = written});
        break;
      case Column::kUnknown:
        if (expr.kind != ExprKind::kColumn) {
          report(rules::UnknownReturningColumn{.column = written});
          break;
        }
        binding.ReportUnknownName(rules::UnknownReturningColumn{.column = written}, expr.names[0],
                                  Words(kProgressEvent));
        if (binding.problems.back().help.empty()) {
          binding.problems.back().help =
              "There are Identifier, OperationStatus, RequestToken, "
              "StatusMessage, ErrorCode and five others.";
        }
        break;
    }
  }
}

}  // namespace stackql
