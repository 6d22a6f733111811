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

class ConditionChecker {
 public:
  ConditionChecker(Binding& binding, const sql::Statement& statement, const Resolved& table,
                   const ChangeParameters& parameters)
      : sources_(binding.values.sources()),
        problems_(binding.problems),
        statement_(statement),
        table_(table),
        parameters_(parameters),
        verb_(statement.kind == sql::Statement::Kind::kDelete ? "DELETE" : "UPDATE") {}

  void Run() {
    for (const sql::Expr* term : sql::Conjuncts(statement_.where_clause)) Term(*term);
  }

 private:
  bool IsParameter(std::string_view name) const {
    const auto among = [name](const std::vector<std::string_view>& names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    return among(parameters_.required) || among(parameters_.optional);
  }
  void Report(Message what, const sql::Expr& expr) {
    problems_.push_back({.what = std::move(what), .where = expr.where});
  }
  void Ignored(const sql::Expr& term) {
    Report(rules::IgnoredCondition{.condition = Written(sources_, term), .verb = verb_}, term);
  }

  // The parameter that a column was probably to be.
  void Advise(const sql::Expr& column) {
    std::string_view name = column.names.back().text;
    if (name.starts_with("data__")) name.remove_prefix(6);
    std::vector<std::string_view> lacking;
    for (const std::string_view parameter : parameters_.required) {
      const Given given = FindParameter(statement_.where_clause, parameter);
      if (!given.present && !given.maybe) lacking.push_back(parameter);
    }
    const bool identifies = IsIdentifier(name) && std::ranges::count(lacking, "Identifier") > 0;
    const std::string_view meant = identifies                              ? "Identifier"
                                   : std::ranges::count(lacking, name) > 0 ? name
                                                                           : Suggest(name, lacking);
    problems_.back().help = DidYouMean(meant);
  }

  // Whether a name is that of the one property that identifies a resource.
  bool IsIdentifier(std::string_view name) const {
    const auto* parts = table_.type == nullptr ? nullptr : table_.type->primary_identifier();
    if (parts == nullptr || parts->size() != 1) return false;
    const std::string_view property = parts->Get(0)->string_view().substr(1);
    return name == property || catalog::IsColumnOf(name, property);
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
      if (misspelled) return;
      Ignored(term);
      if (term.op == "=") Advise(left);
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
  const Resolved& table_;
  const ChangeParameters& parameters_;
  std::string_view verb_;
  std::set<std::string> given_;
};

}  // namespace

void CheckChangeConditions(Binding& binding, const sql::Statement& statement, const Resolved& table,
                           const ChangeParameters& parameters) {
  if (statement.kind == sql::Statement::Kind::kDelete && statement.select.HasSources() &&
      !HasHole(binding.values.sources().Bytes(statement.where))) {
    binding.problems.push_back({.what = rules::RefusedCondition::Using{.table = table.name},
                                .where = statement.target.where});
  }
  if (statement.partial) return;
  ConditionChecker(binding, statement, table, parameters).Run();
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
