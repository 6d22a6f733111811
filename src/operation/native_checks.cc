#include "operation/native_checks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "operation/change_conditions.h"
#include "operation/returning.h"
#include "operation/service_tables.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;
using StatementKind = sql::Statement::Kind;

class NativeChecker {
 public:
  NativeChecker(Binding& binding, const sql::Statement& statement, const Resolved& resolved,
                const sql::Table& table, const Scope* scope)
      : binding_(binding),
        statement_(statement),
        resolved_(resolved),
        table_(table),
        scope_(scope) {}

  void Run(const NativeVerb& verb) {
    Require("region");
    for (const std::string_view name : Words(verb.required)) Require(name);
    Documents();
  }

 private:
  void Require(std::string_view name) {
    if (IsGiven(name)) return;
    const Message what = rules::MissingParameter{.name = name, .table = resolved_.name};
    if (scope_ != nullptr && name != "PatchDocument") {
      return binding_.ReportMissing(what, name, table_.where, FindParameter(*scope_->where, name));
    }
    binding_.problems.push_back({.what = what, .where = table_.where});
  }

  // True unless it is certain that it is not.
  bool IsGiven(std::string_view name) const {
    if (statement_.partial) return true;
    for (const sql::Assignment& set : statement_.sets) {
      if (set.column.unknown || set.column.text == name) return true;
    }
    if (scope_ == nullptr) {
      return statement_.open_columns || statement_.columns.empty() ||
             std::any_of(
                 statement_.columns.begin(), statement_.columns.end(),
                 [&](const sql::Name& column) { return column.unknown || column.text == name; });
    }
    if (!scope_->alone) return true;
    const Given given = FindParameter(*scope_->where, name);
    return given.present || given.maybe;
  }

  // JSON that Cloud Control wants as text.
  void Documents() {
    for (const sql::Assignment& set : statement_.sets) Document(set.column, set.value);
    for (const std::vector<sql::Expr>& row : statement_.rows) {
      if (row.size() != statement_.columns.size()) continue;
      for (size_t i = 0; i < row.size(); ++i) Document(statement_.columns[i], row[i]);
    }
  }
  void Document(const sql::Name& column, const sql::Expr& value) {
    if (column.unknown || value.kind != ExprKind::kString) return;
    if (column.text != "DesiredState" && column.text != "PatchDocument") return;
    const std::string_view text = binding_.values.sources().Bytes(value.text);
    const size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos || (text[first] != '{' && text[first] != '[')) return;
    binding_.problems.push_back(
        {.what = rules::UnsentValue::Document{.column = column.text}, .where = value.where});
  }

  Binding& binding_;
  const sql::Statement& statement_;
  const Resolved& resolved_;
  const sql::Table& table_;
  const Scope* scope_;
};

void CheckNames(Binding& binding, const sql::Expr& expr, const NativeVerb& verb, int depth) {
  if (depth > 50 || expr.op == "-") return;
  for (const sql::Expr& arg : expr.args) CheckNames(binding, arg, verb, depth + 1);
  if (expr.kind != ExprKind::kColumn || expr.names.empty()) return;
  const sql::Name& name = expr.names.back();
  if (name.unknown || name.quoted || name.text == "region") return;
  for (const std::string_view names : {verb.columns, verb.required, verb.optional}) {
    if (HasWord(names, name.text)) return;
  }
  std::vector<std::string_view> known = Words(verb.columns);
  for (const std::string_view names : {verb.required, verb.optional}) {
    for (const std::string_view each : Words(names)) known.push_back(each);
  }
  binding.ReportUnknownName(rules::UnknownSelectColumn{.column = name.text, .table = verb.table},
                            name, known);
}

}  // namespace

bool CheckNative(Binding& binding, const sql::Statement& statement, const Resolved& resolved,
                 const sql::Table& table, StatementKind kind, const Scope* scope) {
  bool known = false;
  const NativeVerb* verb = FindNativeVerb(resolved.name, kind, known);
  if (!known) return true;
  if (verb == nullptr) {
    const std::string_view written = binding.values.sources().Bytes(statement.verb);
    binding.problems.push_back(
        {.what = rules::UnsupportedOperation::Table{.table = resolved.name, .verb = written},
         .where = statement.verb});
    return false;
  }
  NativeChecker(binding, statement, resolved, table, scope).Run(*verb);
  if (kind == StatementKind::kInsert) {
    CheckReturning(binding, statement, true);
  } else if (kind == StatementKind::kDelete || kind == StatementKind::kUpdate) {
    for (const sql::Assignment& set : statement.sets) {
      if (set.column.text == "PatchDocument") CheckPatchValue(binding, set.value);
    }
  }
  return true;
}

void CheckNativeColumns(Binding& binding, const sql::Select& select, const Resolved& resolved) {
  bool known = false;
  const NativeVerb* verb = FindNativeVerb(resolved.name, StatementKind::kSelect, known);
  if (verb == nullptr) return;
  for (const sql::SelectItem& item : select.items) CheckNames(binding, item.expr, *verb, 0);
  for (const sql::Expr& term : select.where) CheckNames(binding, term, *verb, 0);
}

}  // namespace stackql
