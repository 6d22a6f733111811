#include <string>
#include <string_view>

#include "catalog/schema_compiler.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "snapshot/schema.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;
using snapshot::Type;

class ComparisonChecker {
 public:
  ComparisonChecker(Binding& binding, const snapshot::ResourceType& type)
      : sources_(binding.values.sources()), problems_(binding.problems), type_(type) {}

  void Check(const sql::Expr& expr, int depth) {
    if (depth > kDeepestExpression) return;
    for (const sql::Expr& arg : expr.args) Check(arg, depth + 1);
    const bool equality = expr.kind == ExprKind::kCompare && expr.op == "=";
    if (!equality && expr.kind != ExprKind::kIn) return;
    if (expr.args.size() < 2 || expr.args[0].kind != ExprKind::kColumn) return;
    if (expr.args[0].names.empty() || expr.args[0].names.back().unknown) return;
    for (size_t i = 1; i < expr.args.size(); ++i) Compare(expr.args[0], expr.args[i]);
  }

 private:
  void Compare(const sql::Expr& column, const sql::Expr& value) {
    if (value.kind != ExprKind::kString && value.kind != ExprKind::kBool) return;
    const std::string& name = column.names.back().text;
    const Type type = TypeOf(name);
    if (type == Type::Integer && value.kind == ExprKind::kString) {
      problems_.push_back(
          {.what = rules::NeverEqual{.column = name, .value = sources_.Bytes(value.text)},
           .where = value.where});
    } else if (type == Type::Bool) {
      problems_.push_back(
          {.what = rules::NeverEqual::Boolean{.column = name, .value = sources_.Bytes(value.text)},
           .where = value.where});
    }
  }

  // Type(0) if there may be more than one.
  Type TypeOf(std::string_view column) const {
    for (const std::string_view name : PropertyNames(type_)) {
      if (!catalog::IsColumnOf(column, name)) continue;
      const snapshot::Property* property = FindProperty(type_, name);
      const snapshot::Schema* schema = snapshot::Target(*type_.schemas(), property->schema());
      return schema == nullptr || schema->untrusted() ? static_cast<Type>(0) : schema->types();
    }
    return static_cast<Type>(0);
  }

  const Sources& sources_;
  Problems& problems_;
  const snapshot::ResourceType& type_;
};

}  // namespace

void CheckColumnComparisons(Binding& binding, const sql::Select& select,
                            const std::vector<ReadTable>& tables) {
  if (!select.alone || tables.size() != 1 || tables[0].resolved.type == nullptr) return;
  ComparisonChecker checker(binding, *tables[0].resolved.type);
  for (const sql::Expr& term : select.where) checker.Check(term, 0);
  for (const sql::SelectItem& item : select.items) checker.Check(item.expr, 0);
}

}  // namespace stackql
