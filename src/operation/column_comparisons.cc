#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "catalog/schema_compiler.h"
#include "catalog/text_form.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "snapshot/schema.h"
#include "value/hole_content.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;
using snapshot::Type;

// The property that a column shows; null if there is none.
const snapshot::Property* PropertyOf(const snapshot::ResourceType& type, std::string_view column) {
  for (const std::string_view name : PropertyNames(type)) {
    if (catalog::IsColumnOf(column, name)) return FindProperty(type, name);
  }
  return nullptr;
}

// The type of a property of a resource; Type(0) if there may be more than one.
Type TypeOfColumn(const snapshot::ResourceType& type, std::string_view column) {
  const snapshot::Property* property = PropertyOf(type, column);
  if (property == nullptr) return static_cast<Type>(0);
  const snapshot::Schema* schema = snapshot::Target(*type.schemas(), property->schema());
  return schema == nullptr || schema->untrusted() ? static_cast<Type>(0) : schema->types();
}

// What the texts of a column look like.
catalog::TextForm FormOfColumn(const snapshot::ResourceType& type, std::string_view column) {
  const snapshot::Property* property = PropertyOf(type, column);
  return property == nullptr ? catalog::TextForm() : catalog::TextFormAt(type, property->schema());
}

class ComparisonChecker {
 public:
  ComparisonChecker(Binding& binding, const RowTypes& types)
      : values_(binding.values),
        sources_(binding.values.sources()),
        problems_(binding.problems),
        types_(types) {}

  void Check(const sql::Expr& expr, int depth = 0) {
    if (depth > kDeepestExpression) return;
    for (const sql::Expr& arg : expr.args) Check(arg, depth + 1);
    if (expr.args.size() < 2) return;
    if (expr.kind == ExprKind::kIn) {
      for (size_t i = 1; i < expr.args.size(); ++i) {
        Compare(expr.args[0], expr.args[i]);
        if (!expr.negated) Refer(expr.args[0], expr.args[i]);
      }
    } else if (expr.kind == ExprKind::kCompare &&
               (expr.op == "<" || expr.op == ">" || expr.op == "<=" || expr.op == ">=")) {
      Order(expr.args[0], expr.args[1]);
      Order(expr.args[1], expr.args[0]);
    } else if (expr.kind == ExprKind::kCompare &&
               (expr.op == "=" || expr.op == "<>" || expr.op == "!=")) {
      Compare(expr.args[0], expr.args[1]);
      Compare(expr.args[1], expr.args[0]);
      if (expr.op == "=") {
        Refer(expr.args[0], expr.args[1]);
        Refer(expr.args[1], expr.args[0]);
      }
    }
  }

 private:
  void Compare(const sql::Expr& column, const sql::Expr& value) {
    const bool text = value.kind == ExprKind::kString;
    if (!text && value.kind != ExprKind::kBool) return;
    if (column.kind != ExprKind::kColumn || column.names.empty()) return;
    if (column.names.back().unknown) return;
    const std::string& name = column.names.back().text;
    const Type type = types_.Of(name);
    const std::string_view written = sources_.Spelling(value.text);
    if (type == Type::Bool) {
      Report(rules::NeverEqual::Boolean{.column = name, .value = written}, value);
    } else if (type == Type::Integer && text) {
      Report(rules::NeverEqual{.column = name, .value = written}, value);
    } else if (type == Type::Number && text) {
      Report(rules::NeverEqual::Number{.column = name, .value = written}, value);
    }
  }

  // An export of another kind than the column.
  void Refer(const sql::Expr& column, const sql::Expr& value) {
    if (value.kind != ExprKind::kString || column.kind != ExprKind::kColumn ||
        types_.table == nullptr)
      return;
    const std::span<const HoleContent> contents = FirstContent(values_, value.text);
    if (contents.empty() || column.names.empty() || column.names.back().unknown) return;
    const std::string& name = column.names.back().text;
    const catalog::TextForm form = FormOfColumn(*types_.table, name);
    if (form.format.empty() || MatchText(values_, value.text, form.patterns[0]) != Tri::kNo) return;
    Report(rules::NeverEqual::Reference{.column = name,
                                        .content = Describe(contents.front()),
                                        .pattern = form.patterns[0],
                                        .value = sources_.Spelling(value.text)},
           value);
    problems_.back().related.push_back({contents.front().where, "this column"});
  }

  // Every number is less than any text.
  void Order(const sql::Expr& column, const sql::Expr& value) {
    if (value.kind != ExprKind::kString || column.kind != ExprKind::kColumn ||
        column.names.empty() || column.names.back().unknown) {
      return;
    }
    const std::string& name = column.names.back().text;
    const Type type = types_.Of(name);
    if (type != Type::Integer && type != Type::Number && type != Type::Bool) return;
    Report(rules::NeverEqual::Order{.column = name, .value = sources_.Spelling(value.text)}, value);
  }

  void Report(Message what, const sql::Expr& value) {
    problems_.push_back({.what = std::move(what), .where = value.where});
  }

  const Values& values_;
  const Sources& sources_;
  Problems& problems_;
  const RowTypes& types_;
};

}  // namespace

Type RowTypes::Of(const std::string& column) const {
  if (table != nullptr) return TypeOfColumn(*table, column);
  const auto found = named.find(column);
  return found == named.end() ? static_cast<Type>(0) : found->second;
}

RowTypes RowTypes::Of(const sql::Select& select) const {
  RowTypes rows;
  if (select.united || select.arm || select.open_items) return rows;
  for (const sql::SelectItem& item : select.items) {
    if (item.expr.kind != ExprKind::kColumn || item.expr.names.empty()) continue;
    const sql::Name& column = item.expr.names.back();
    if (column.unknown || item.alias.unknown) continue;
    const Type type = Of(column.text);
    const std::string& name = item.alias.text.empty() ? column.text : item.alias.text;
    if (type != static_cast<Type>(0)) rows.named.emplace(name, type);
  }
  return rows;
}

void CheckColumnComparisons(Binding& binding, const sql::Select& select, const RowTypes& types) {
  if (types.table == nullptr && types.named.empty()) return;
  ComparisonChecker checker(binding, types);
  for (const sql::Expr& term : select.where) checker.Check(term);
  for (const sql::SelectItem& item : select.items) checker.Check(item.expr);
  for (const sql::Expr& part : select.tail) checker.Check(part);
}

}  // namespace stackql
