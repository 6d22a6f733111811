#include "operation/native_checks.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "operation/change_conditions.h"
#include "operation/expression_text.h"
#include "operation/insert_values.h"
#include "operation/native_values.h"
#include "operation/properties.h"
#include "operation/returning.h"
#include "operation/service_tables.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;
using StatementKind = sql::Statement::Kind;

ChangeParameters ParametersOf(const NativeVerb& verb) {
  ChangeParameters parameters = {.required = Words(verb.required),
                                 .optional = Words(verb.optional)};
  parameters.required.emplace_back("region");
  return parameters;
}

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
    Require("region", verb);
    for (const std::string_view name : Words(verb.required)) Require(name, verb);
    Documents();
    if (HasWord(verb.optional, "ResourceModel")) Model();
    if (scope_ != nullptr) Filters(verb);
  }

 private:
  void Require(std::string_view name, const NativeVerb& verb) {
    if (IsGiven(name)) return;
    const Message what = rules::MissingParameter{.name = name, .table = resolved_.name};
    if (scope_ != nullptr && name != "PatchDocument") {
      Given given = FindParameter(*scope_->where, name);
      if (scope_->change) given.meant = MeantAs(name, *scope_, resolved_, ParametersOf(verb));
      return binding_.ReportMissing(what, name, table_.where, given);
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
    if (!IsStructure(value)) return;
    const bool in_values = !statement_.rows.empty() && !statement_.selected_row;
    binding_.problems.push_back(
        {.what = rules::UnsentValue::Document{.column = column.text},
         .where = value.where,
         .help = in_values ? "Write INSERT ... SELECT: VALUES does not take string('...')." : ""});
  }

  // ResourceModel = '{...}', which Cloud Control wants as text, too, and no function makes one.
  void Model() {
    if (scope_ == nullptr) return;
    const Given given = FindParameter(*scope_->where, "ResourceModel");
    const sql::Expr* literal = given.value == nullptr ? nullptr : Literal(*given.value);
    if (literal == nullptr || literal->kind != ExprKind::kString) return;
    if (!IsStructure(*literal)) return;
    binding_.problems.push_back({.what = rules::UnsentValue::Model{.column = "ResourceModel"},
                                 .where = given.value->where});
  }

  void Filters(const NativeVerb& verb) {
    for (const std::string_view name :
         {"TagFilters", "ResourceTypeFilters", "ResourceARNList", "TargetIdFilters",
          "RegionFilters", "TagKeyFilters", "GroupBy"}) {
      if (!HasWord(verb.optional, name)) continue;
      const Given given = FindParameter(*scope_->where, name);
      if (given.value != nullptr) CheckTaggingFilter(binding_, name, *given.value);
    }
  }

  // Whether a string begins as JSON that is an object or a list.
  bool IsStructure(const sql::Expr& literal) const {
    const std::string_view text = binding_.values.sources().Bytes(literal.text);
    const size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  }

  Binding& binding_;
  const sql::Statement& statement_;
  const Resolved& resolved_;
  const sql::Table& table_;
  const Scope* scope_;
};

// Names of a SELECT that such a table does not have.
class NameChecker {
 public:
  NameChecker(Binding& binding, const NativeVerb& verb) : binding_(binding), verb_(verb) {
    for (const std::string_view names : {verb.columns, verb.required, verb.optional}) {
      for (const std::string_view each : Words(names)) known_.push_back(each);
    }
  }

  // `aliases`: what the select list names, which may stand for a column.
  void Check(const sql::Expr& expr, const std::vector<std::string_view>& aliases,
             int depth = 0) const {
    if (depth > kDeepestExpression || expr.op == "-") return;
    for (const sql::Expr& arg : expr.args) Check(arg, aliases, depth + 1);
    if (expr.kind != ExprKind::kColumn || expr.names.empty()) return;
    const sql::Name& name = expr.names.back();
    if (name.unknown || name.quoted || name.text == "region") return;
    if (std::find(known_.begin(), known_.end(), name.text) != known_.end()) return;
    if (std::any_of(aliases.begin(), aliases.end(),
                    [&](std::string_view alias) { return EqualsIgnoringCase(alias, name.text); })) {
      return;
    }
    binding_.ReportUnknownName(
        rules::UnknownSelectColumn{.column = name.text, .table = verb_.table}, name, known_);
  }

 private:
  Binding& binding_;
  const NativeVerb& verb_;
  std::vector<std::string_view> known_;
};

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
    CheckInserted(binding, statement, resolved);
  } else if (kind == StatementKind::kDelete || kind == StatementKind::kUpdate) {
    CheckChangeConditions(binding, statement, *scope, resolved, ParametersOf(*verb));
    for (const sql::Assignment& set : statement.sets) {
      if (set.column.text == "PatchDocument") CheckPatchValue(binding, set.value);
    }
  }
  if (resolved.name == "awscc.cloud_control.resources") CheckReturning(binding, statement, true);
  return true;
}

void CheckNativeColumns(Binding& binding, const sql::Statement& statement,
                        const sql::Select& select, const Resolved& resolved) {
  bool known = false;
  const NativeVerb* verb = FindNativeVerb(resolved.name, StatementKind::kSelect, known);
  if (verb == nullptr) return;
  const NameChecker names(binding, *verb);
  std::vector<std::string_view> aliases;
  for (const sql::Expr& term : select.where) names.Check(term, aliases);
  for (const sql::SelectItem& item : select.items) {
    names.Check(item.expr, {});
    if (!item.alias.text.empty()) aliases.push_back(item.alias.text);
  }
  // Parts of the clauses that follow WHERE may be in a hole.
  if (statement.partial || select.open_items) return;
  for (const sql::Expr& part : select.tail) names.Check(part, aliases);
}

}  // namespace stackql
