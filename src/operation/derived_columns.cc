#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

// The names that the rows of a query have; nothing if there may be others.
std::optional<std::vector<std::string_view>> ColumnsOf(const sql::Select& select) {
  if (select.open_items || select.united) return std::nullopt;
  std::vector<std::string_view> names;
  for (const sql::SelectItem& item : select.items) {
    const bool aliased = !item.alias.text.empty();
    if (!aliased && item.expr.kind != ExprKind::kColumn) {
      if (item.expr.kind == ExprKind::kStar || item.expr.kind == ExprKind::kHole)
        return std::nullopt;
      continue;  // its name is not one that anybody writes
    }
    const sql::Name& name = aliased ? item.alias : item.expr.names.back();
    if (name.unknown) return std::nullopt;
    names.push_back(name.text);
  }
  return names;
}

// The derived table that is all that a query reads; null if there is none or more.
const sql::Select* OnlySource(const sql::Select& select) {
  if (!select.derived_alone || select.united || select.arm) return nullptr;
  const auto source = std::ranges::find(select.derived, false, &sql::Select::inside_expression);
  return source == select.derived.end() ? nullptr : &*source;
}

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

}  // namespace

void CheckDerivedColumns(Binding& binding, const sql::Select& select) {
  const sql::Select* source = OnlySource(select);
  if (source == nullptr) return;
  auto columns = ColumnsOf(*source);
  if (!columns || columns->empty()) return;
  Checker checker(binding, std::move(*columns));
  std::vector<std::string_view> aliases;
  for (const sql::SelectItem& item : select.items) {
    checker.Check(item.expr, {});
    if (!item.alias.text.empty()) aliases.push_back(item.alias.text);
  }
  for (const sql::Expr& term : select.where) checker.Check(term, aliases);
  for (const sql::Expr& part : select.tail) checker.Check(part, aliases);
}

}  // namespace stackql
