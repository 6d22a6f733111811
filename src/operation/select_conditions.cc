#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "operation/expression_text.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

// CASE ..., CAST(...), a -> '$', a || b
bool IsRefusedOperand(const sql::Expr& expr, bool left) {
  if (expr.kind != ExprKind::kOther) return false;
  if (expr.op == "||") return true;
  return left && (expr.op == "->" || expr.op == "->>" || EqualsIgnoringCase(expr.op, "CASE") ||
                  EqualsIgnoringCase(expr.op, "CAST"));
}

class ConditionChecker {
 public:
  ConditionChecker(Binding& binding, const std::vector<ReadTable>& tables)
      : sources_(binding.values.sources()), problems_(binding.problems), tables_(tables) {}

  void Run(const sql::Select& select) {
    const std::vector<const sql::Expr*> terms = sql::Conjuncts(select.where);
    for (const sql::Expr* term : terms) {
      Term(*term, terms.size() > 1);
      Patterns(*term, 0);
    }
    for (const sql::SelectItem& item : select.items) Item(item);
  }

 private:
  void Report(Message what, Loc where) {
    problems_.push_back({.what = std::move(what), .where = where});
  }
  void Refused(const sql::Expr& term) {
    Report(rules::RefusedCondition{.condition = Written(sources_, term)}, term.where);
  }

  void Term(const sql::Expr& term, bool among_others) {
    if (term.kind == ExprKind::kCompare) return Comparison(term);
    if (term.kind == ExprKind::kIn) QualifiedIdentifier(term.args[0]);
    if (IsOpen(term)) return;
    if (IsRefusedTerm(term)) {
      Refused(term);
    } else if (term.kind == ExprKind::kOr && among_others) {
      Report(rules::RefusedCondition::Never{.condition = Written(sources_, term)}, term.where);
    }
  }

  // f(a), NOT a, a BETWEEN b AND c, a || b, 1, a, 'x' IN (a, b)
  static bool IsRefusedTerm(const sql::Expr& term) {
    switch (term.kind) {
      case ExprKind::kCall:
      case ExprKind::kNot:
        return true;
      case ExprKind::kColumn:
        // A quoted name is reported as the string that it was meant to be.
        return !term.names.empty() && !term.names.back().quoted;
      case ExprKind::kIn:
        return !term.args.empty() && IsLiteral(term.args[0]);
      case ExprKind::kOther:
        return EqualsIgnoringCase(term.op, "BETWEEN") || term.op == "||";
      default:
        return IsLiteral(term);
    }
  }

  // A comparison's shape shows although a hole is in its literal.
  void Comparison(const sql::Expr& term) {
    const sql::Expr& left = term.args[0];
    const sql::Expr& right = term.args[1];
    if (IsLiteral(left) && right.kind != ExprKind::kHole) {
      if (IsLiteral(right)) return Refused(term);
      return Report(rules::RefusedCondition::Reversed{.condition = Written(sources_, term)},
                    term.where);
    }
    if (IsRefusedOperand(left, true) || IsRefusedOperand(right, false)) {
      if (!IsOpen(term)) Refused(term);
      return;
    }
    if (IsLiteral(right)) QualifiedIdentifier(left);
    if (of_view_ && term.op == "=" && IsParameter(left) && right.kind == ExprKind::kOther &&
        IsBareText(right, sources_)) {
      Report(rules::LostParameter::Expression{.name = left.names[0].text,
                                              .value = Written(sources_, right)},
             right.where);
    }
  }

  static bool IsParameter(const sql::Expr& expr) {
    return expr.kind == ExprKind::kColumn && expr.names.size() == 1 &&
           (expr.names[0].text == "region" || expr.names[0].text == "Identifier");
  }

  // s.Identifier = '...', which a view of that name does not take.
  void QualifiedIdentifier(const sql::Expr& column) {
    if (column.kind != ExprKind::kColumn || column.names.size() != 2) return;
    if (column.names[0].unknown || column.names[1].text != "Identifier") return;
    const ReadTable* table = FindQualified(tables_, column.names[0]);
    if (table == nullptr || table->resolved.type == nullptr || table->resolved.list_only) return;
    const std::string written(sources_.Bytes(column.where));
    problems_.push_back(
        {.what = rules::LostParameter::Qualified{.name = written, .table = table->resolved.name},
         .where = column.where,
         .help = "Write Identifier alone.",
         .repairs = {
             {.title = "Replace with 'Identifier'", .where = column.where, .text = "Identifier"}}});
  }

  // (a = 'x' OR a = 'y') AS same, CASE ... END AS kind
  void Item(const sql::SelectItem& item) {
    const sql::Expr& expr = item.expr;
    Patterns(expr, 0);
    const bool named = !item.alias.text.empty() && !item.alias.unknown;
    if (expr.kind == ExprKind::kOther && EqualsIgnoringCase(expr.op, "CASE") && named) {
      return Report(rules::RefusedCondition::Case{.alias = item.alias.text}, expr.where);
    }
    if (IsOpen(expr)) return;
    if (expr.kind == ExprKind::kOr) {
      Report(rules::RefusedCondition::Never{.condition = Written(sources_, expr)}, expr.where);
    } else if (of_view_ && IsRefusedBefore(expr)) {
      Report(rules::PlannerLimit::Older{.syntax = Written(sources_, expr)}, expr.where);
    }
  }

  // CAST(a AS char), a -> '$', a IS NULL, a + 1, f('x', a): not in the build of July 2026.
  bool IsRefusedBefore(const sql::Expr& expr) const {
    if (expr.kind == ExprKind::kCall) {
      constexpr std::string_view kAggregates = "avg count group_concat max min sum total";
      if (expr.args.empty() || expr.names.size() != 1 || !IsLiteral(expr.args[0])) return false;
      // With double quotes it is wrong in every build.
      const bool quotes = sources_.Bytes(expr.args[0].where).find('"') != std::string_view::npos;
      return !quotes && !HasWord(kAggregates, Lower(expr.names[0].text));
    }
    if (expr.kind != ExprKind::kOther) return false;
    constexpr std::string_view kOperators = "-> ->> is cast + * / %";
    return !expr.op.empty() && HasWord(kOperators, Lower(expr.op));
  }

  // a LIKE 'x%'
  void Patterns(const sql::Expr& expr, int depth) {
    if (!of_view_ || depth > kDeepestExpression) return;
    for (const sql::Expr& arg : expr.args) Patterns(arg, depth + 1);
    if (expr.kind != ExprKind::kCompare || expr.op != "LIKE") return;
    const sql::Expr& pattern = expr.args[1];
    if (pattern.kind != ExprKind::kString) return;
    const std::string_view text = sources_.Bytes(pattern.text);
    if (text.find('%') == std::string_view::npos || HasHole(text)) return;
    Report(rules::PlannerLimit::Pattern{.pattern = text}, pattern.where);
  }

  const Sources& sources_;
  Problems& problems_;
  const std::vector<ReadTable>& tables_;
  const bool of_view_ = tables_.size() == 1 && tables_[0].IsView();
};

}  // namespace

void CheckSelectConditions(Binding& binding, const sql::Select& select,
                           const std::vector<ReadTable>& tables) {
  ConditionChecker(binding, tables).Run(select);
}

}  // namespace stackql
