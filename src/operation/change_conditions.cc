#include "operation/change_conditions.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "catalog/schema_compiler.h"
#include "diag/suggest.h"
#include "operation/expression_text.h"
#include "operation/properties.h"
#include "rules/query.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

bool Has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool IsParameter(std::string_view name, const ChangeParameters& parameters) {
  return Has(parameters.required, name) || Has(parameters.optional, name);
}

// Whether a name is that of the one property that identifies a resource.
bool IsIdentifying(std::string_view name, const Resolved& table) {
  const auto* parts = table.type == nullptr ? nullptr : table.type->primary_identifier();
  if (parts == nullptr || parts->size() != 1) return false;
  const std::string_view property = parts->Get(0)->string_view().substr(1);
  return name == property || catalog::IsColumnOf(name, property);
}

bool IsLacking(std::string_view parameter, const Scope& scope) {
  const auto sets = [&](const sql::Assignment& set) { return set.column.text == parameter; };
  if (scope.sets != nullptr && std::ranges::any_of(*scope.sets, sets)) return false;
  const Given given = FindParameter(*scope.where, parameter);
  return !given.present && !given.maybe && given.misspelled == nullptr && given.unequal == nullptr;
}

// Which of the parameters that are lacking a column was probably to be; empty: none.
std::string_view Meant(std::string_view column, const std::vector<std::string_view>& lacking,
                       const Resolved& table) {
  constexpr std::string_view kPrefix = "data__";
  if (column.starts_with(kPrefix)) column.remove_prefix(kPrefix.size());
  if (IsIdentifying(column, table) && Has(lacking, "Identifier")) return "Identifier";
  return Has(lacking, column) ? column : Suggest(column, lacking);
}

class ConditionChecker {
 public:
  ConditionChecker(Binding& binding, const sql::Statement& statement, const Scope& scope,
                   const Resolved& table, const ChangeParameters& parameters)
      : sources_(binding.values.sources()),
        problems_(binding.problems),
        statement_(statement),
        scope_(scope),
        table_(table),
        parameters_(parameters),
        verb_(statement.kind == sql::Statement::Kind::kDelete ? "DELETE" : "UPDATE") {}

  void Run() {
    for (const sql::Expr* term : sql::Conjuncts(statement_.where_clause)) Term(*term);
  }

 private:
  bool IsParameter(std::string_view name) const { return stackql::IsParameter(name, parameters_); }
  bool StandsIn(const sql::Expr& column) const {
    return std::ranges::any_of(parameters_.required, [&](std::string_view parameter) {
      return MeantAs(parameter, scope_, table_, parameters_) == &column;
    });
  }
  void Report(Message what, const sql::Expr& expr) {
    problems_.push_back({.what = std::move(what), .where = expr.where});
  }
  void Ignored(const sql::Expr& term) {
    Report(rules::IgnoredCondition{.condition = Written(sources_, term), .verb = verb_}, term);
  }

  void Term(const sql::Expr& term) {
    if (IsOpen(term) && term.kind != ExprKind::kCompare) return;
    switch (term.kind) {
      case ExprKind::kNot:
        if (!term.args.empty()) {
          Report(rules::IgnoredCondition::Negated{.condition = Written(sources_, term.args[0]),
                                                  .verb = verb_},
                 term);
        }
        return;
      case ExprKind::kOr:
        return Report(rules::IgnoredCondition::Either{.verb = verb_}, term);
      case ExprKind::kCompare:
        return Comparison(term);
      case ExprKind::kIn:
        return List(term);
      case ExprKind::kCall:
        return Report(rules::RefusedCondition{.condition = Written(sources_, term)}, term);
      case ExprKind::kOther:
        return IsNull(term);
      default:
        return;
    }
  }

  // Identifier IS NULL
  void IsNull(const sql::Expr& term) {
    if (EqualsIgnoringCase(term.op, "BETWEEN") || EqualsIgnoringCase(term.op, "EXISTS")) {
      return Ignored(term);
    }
    if (term.op != "IS" || term.args.size() != 1) return;
    const sql::Expr& column = term.args[0];
    if (column.kind != ExprKind::kColumn || column.names.size() != 1) return;
    const std::string& name = column.names[0].text;
    if (!IsParameter(name)) return Ignored(term);
    Report(rules::MissingParameter{.name = name, .table = table_.name}, term);
  }

  void Comparison(const sql::Expr& term) {
    const sql::Expr& left = term.args[0];
    const sql::Expr& right = term.args[1];
    if (IsLiteral(left) && !IsOpen(term)) {
      return Report(rules::RefusedCondition::Reversed{.condition = Written(sources_, term)}, term);
    }
    if (left.kind == ExprKind::kCall && !IsOpen(term)) {
      return Report(rules::RefusedCondition{.condition = Written(sources_, term)}, term);
    }
    if (left.kind != ExprKind::kColumn || left.names.empty() || left.names.back().unknown) return;
    const std::string& name = left.names.back().text;
    // A condition on a table beside the target is not about its parameters.
    if (left.names.size() > 1) {
      if (statement_.select.HasSources()) return;
      return Report(rules::RefusedCondition::Qualified{.name = sources_.Bytes(left.where)}, left);
    }
    if (!IsParameter(name)) {
      if (name == "TypeName" && term.op == "=") {
        return Report(rules::IgnoredCondition::Type{.table = table_.name}, left);
      }
      // One that is required, in another case, is reported as missing.
      const bool misspelled = std::any_of(
          parameters_.required.begin(), parameters_.required.end(),
          [&](std::string_view parameter) { return EqualsIgnoringCase(parameter, name); });
      if (!misspelled && !StandsIn(left)) Ignored(term);
      return;
    }
    if (term.op != "=") return;
    if (!given_.insert(name).second) {
      return Report(rules::IgnoredCondition::Repeated{.name = name, .verb = verb_}, left);
    }
    Value(name, right);
  }

  void Value(const std::string& name, const sql::Expr& value) {
    if (value.kind == ExprKind::kOther && value.op == "||" && !IsOpen(value)) {
      return Report(rules::IgnoredCondition::Concatenated{.condition = Written(sources_, value),
                                                          .verb = verb_},
                    value);
    }
    const bool none = value.kind == ExprKind::kNull ||
                      (value.kind == ExprKind::kOther && EqualsIgnoringCase(value.op, "CASE"));
    if (none && !IsOpen(value)) {
      return Report(rules::MissingParameter{.name = name, .table = table_.name}, value);
    }
    if (IsBareText(value, sources_)) {
      return Report(
          rules::LostParameter::Expression{.name = name, .value = Written(sources_, value)}, value);
    }
    if (value.kind == ExprKind::kString && sources_.Bytes(value.text) == "null") {
      Report(rules::NullText{.value = "null"}, value);
    }
  }

  void List(const sql::Expr& term) {
    const sql::Expr& column = term.args[0];
    if (column.kind != ExprKind::kColumn || column.names.size() != 1 || column.names[0].unknown) {
      return;
    }
    const std::string& name = column.names[0].text;
    if (!IsParameter(name)) return Ignored(term);
    if (term.negated) return;
    if (statement_.kind != sql::Statement::Kind::kDelete) {
      return Report(rules::RefusedCondition::Several{.name = name}, term);
    }
    Report(rules::RefusedCondition::Older{.name = name}, term);
    problems_.back().doubtful = true;
  }

  const Sources& sources_;
  Problems& problems_;
  const sql::Statement& statement_;
  const Scope& scope_;
  const Resolved& table_;
  const ChangeParameters& parameters_;
  std::string_view verb_;
  std::set<std::string> given_;
};

}  // namespace

const ChangeParameters& TypedParameters() {
  static const ChangeParameters parameters = {
      .required = {"region", "Identifier"},
      .optional = {"RoleArn", "ClientName", "ClientToken", "TypeVersionId"}};
  return parameters;
}

const sql::Expr* MeantAs(std::string_view parameter, const Scope& scope, const Resolved& table,
                         const ChangeParameters& parameters) {
  std::vector<std::string_view> lacking = parameters.required;
  std::erase_if(lacking, [&](std::string_view name) { return !IsLacking(name, scope); });
  if (!Has(lacking, parameter)) return nullptr;
  for (const sql::Expr* term : sql::Conjuncts(*scope.where)) {
    if (term->kind != ExprKind::kCompare || term->op != "=") continue;
    const sql::Expr& column = term->args[0];
    if (column.kind != ExprKind::kColumn || column.names.size() != 1 || column.names[0].unknown)
      continue;
    const std::string& name = column.names[0].text;
    if (name == "TypeName" || IsParameter(name, parameters)) continue;
    if (Meant(name, lacking, table) == parameter) return &column;
  }
  return nullptr;
}

void CheckChangeConditions(Binding& binding, const sql::Statement& statement, const Scope& scope,
                           const Resolved& table, const ChangeParameters& parameters) {
  if (statement.kind == sql::Statement::Kind::kDelete && statement.select.HasSources() &&
      !HasHole(binding.values.sources().Bytes(statement.where))) {
    binding.problems.push_back({.what = rules::RefusedCondition::Using{.table = table.name},
                                .where = statement.target.where});
  }
  if (statement.partial) return;
  ConditionChecker(binding, statement, scope, table, parameters).Run();
}

void CheckPatchValue(Binding& binding, const sql::Expr& value) {
  const Sources& sources = binding.values.sources();
  const bool literal = value.kind == ExprKind::kString || value.kind == ExprKind::kNumber ||
                       value.kind == ExprKind::kBool;
  // A quoted name is reported as the string that it was meant to be.
  const bool quoted = value.kind == ExprKind::kColumn && value.names.back().quoted;
  if (literal || quoted || Literal(value) != nullptr || IsOpen(value)) return;
  binding.problems.push_back(
      {.what = rules::UnsentValue::Patch{.value = Written(sources, value)}, .where = value.where});
}

}  // namespace stackql
