#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "sql/columns.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

class Checker {
 public:
  Checker(Binding& binding, std::vector<std::string_view> columns)
      : binding_(binding), columns_(std::move(columns)) {}

  void Check(const sql::Expr& expr, const std::vector<std::string_view>& aliases, int depth = 0) {
    // What is a subtraction may have been meant as a string.
    if (depth > kDeepestExpression || expr.op == "-") return;
    for (const sql::Expr& operand : OperandsOf(expr)) Check(operand, aliases, depth + 1);
    if (expr.kind != ExprKind::kColumn || expr.names.size() > 2) return;
    const sql::Name& name = expr.names.back();
    // A double-quoted name that is no column is text to SQLite.
    if (name.unknown || name.quoted || Has(columns_, name) || Has(aliases, name)) return;
    if (EqualsIgnoringCase(name.text, "rowid")) return;  // SQLite's own
    binding_.ReportUnknownName(rules::UnknownSelectColumn::Derived{.column = name.text}, name,
                               columns_);
  }

 private:
  static bool Has(const std::vector<std::string_view>& names, const sql::Name& name) {
    return std::ranges::any_of(
        names, [&](std::string_view each) { return EqualsIgnoringCase(each, name.text); });
  }

  Binding& binding_;
  std::vector<std::string_view> columns_;
};

// The first name of a column in an expression; null if there is none.
const sql::Name* FindColumn(const sql::Expr& expr, int depth = 0) {
  if (depth > kDeepestExpression) return nullptr;
  const bool column = expr.kind == ExprKind::kColumn && !expr.names.empty();
  // A double-quoted name that is no column is text to SQLite.
  if (column && !expr.names.back().unknown && !expr.names.back().quoted) return &expr.names.back();
  for (const sql::Expr& operand : OperandsOf(expr)) {
    if (const sql::Name* name = FindColumn(operand, depth + 1)) return name;
  }
  return nullptr;
}

}  // namespace

void CheckColumnsOfNothing(Binding& binding, const sql::Select& select) {
  const bool reads = select.HasSources() || !select.functions.empty();
  if (reads || select.united || select.open_items) return;
  for (const sql::SelectItem& item : select.items) {
    const sql::Name* name = FindColumn(item.expr);
    if (name == nullptr) continue;
    binding.problems.push_back({.what = rules::UnknownSelectColumn::Nothing{.column = name->text},
                                .where = name->where,
                                .help = "Add a FROM clause."});
    return;
  }
}

void CheckDerivedColumns(Binding& binding, const sql::Select& select) {
  const sql::Source source = sql::OnlySource(select);
  if (source.select == nullptr || source.select->united) return;
  std::vector<std::string_view> names;
  if (source.columns != nullptr) {
    for (const sql::Name& name : *source.columns) names.push_back(name.text);
  } else {
    const sql::Columns columns = sql::ColumnsOf(*source.select, [&](const sql::Table& table) {
      return ColumnsOfTable(binding.catalog, table);
    });
    if (!columns.known) return;
    for (const sql::Column& column : columns.columns) names.push_back(column.name);
  }
  if (names.empty()) return;
  Checker checker(binding, std::move(names));
  std::vector<std::string_view> aliases;
  for (const sql::SelectItem& item : select.items) {
    checker.Check(item.expr, {});
    if (!item.alias.text.empty()) aliases.push_back(item.alias.text);
  }
  for (const sql::Expr& term : select.where) checker.Check(term, aliases);
  for (const sql::Expr& part : select.tail) checker.Check(part, aliases);
}

}  // namespace stackql
