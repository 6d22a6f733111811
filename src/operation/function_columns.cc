#include <algorithm>
#include <array>
#include <span>
#include <string>
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
using Names = std::vector<std::string_view>;

// Of SQLite's json_each and json_tree.
constexpr auto kOfJson = std::to_array<std::string_view>(
    {"key", "value", "type", "atom", "id", "parent", "fullkey", "path", "json", "root", "rowid"});

class Checker {
 public:
  Checker(Binding& binding, const ReadTable& table, const sql::TableFunction& function)
      : binding_(binding), table_(table), function_(function) {
    for (const sql::Column& column : ColumnsOfTable(binding.catalog, *table.table).columns) {
      columns_.push_back(column.name);
    }
  }

  void Run(const sql::Select& select) {
    if (columns_.empty()) return;
    for (const sql::Expr& argument : function_.call.args) Check(argument, {}, false, 0);
    Names aliases;
    for (const sql::SelectItem& item : select.items) {
      Check(item.expr, {}, true, 0);
      if (!item.alias.text.empty()) aliases.push_back(item.alias.text);
    }
    for (const sql::Expr& term : select.where) Check(term, aliases, true, 0);
    for (const sql::Expr& part : select.tail) Check(part, aliases, true, 0);
  }

 private:
  static bool Has(std::span<const std::string_view> names, std::string_view name) {
    return std::ranges::any_of(
        names, [&](std::string_view each) { return EqualsIgnoringCase(each, name); });
  }

  // `json`: columns of the function may be read.
  void Check(const sql::Expr& expr, const Names& aliases, bool json, int depth) {
    // What is a subtraction may have been meant as a string.
    if (depth > kDeepestExpression || expr.op == "-") return;
    for (const sql::Expr& operand : OperandsOf(expr)) Check(operand, aliases, json, depth + 1);
    if (expr.kind != ExprKind::kColumn || expr.names.empty() || expr.names.size() > 2) return;
    const sql::Name& name = expr.names.back();
    if (name.unknown || name.quoted || Has(aliases, name.text)) return;
    const bool qualified = expr.names.size() == 2;
    const std::string& of = expr.names.front().text;
    if (qualified && json && EqualsIgnoringCase(of, Function())) {
      if (!Has(kOfJson, name.text)) ReportOfJson(name);
    } else if (!qualified || EqualsIgnoringCase(of, table_.table->alias.text)) {
      if (Has(columns_, name.text) || (!qualified && json && Has(kOfJson, name.text))) return;
      binding_.ReportUnknownName(
          rules::UnknownSelectColumn{.column = name.text, .table = table_.resolved.name}, name,
          columns_);
    }
  }

  const std::string& Function() const {
    return function_.alias.text.empty() ? function_.call.names[0].text : function_.alias.text;
  }

  void ReportOfJson(const sql::Name& name) {
    binding_.ReportUnknownName(
        rules::UnknownSelectColumn::Function{.column = name.text,
                                             .function = function_.call.names[0].text},
        name, {kOfJson.begin(), kOfJson.end()});
  }

  Binding& binding_;
  const ReadTable& table_;
  const sql::TableFunction& function_;
  Names columns_ = {};
};

}  // namespace

void CheckFunctionColumns(Binding& binding, const sql::Select& select,
                          const std::vector<ReadTable>& tables) {
  if (tables.size() != 1 || select.tables.size() != 1 || select.functions.size() != 1) return;
  if (!select.derived.empty() || select.united || select.arm || select.open_items) return;
  const sql::TableFunction& function = select.functions[0];
  if (function.alias.unknown || function.call.names.size() != 1) return;
  const std::string& name = function.call.names[0].text;
  if (!EqualsIgnoringCase(name, "json_each") && !EqualsIgnoringCase(name, "json_tree")) return;
  Checker(binding, tables[0], function).Run(select);
}

}  // namespace stackql
