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
    for (const sql::Expr* term : terms) Term(*term, terms.size() > 1);
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
    if (IsOpen(term)) return;
    const bool between = term.kind == ExprKind::kOther &&
                         (EqualsIgnoringCase(term.op, "BETWEEN") || term.op == "||");
    if (term.kind == ExprKind::kCall || term.kind == ExprKind::kNot || between) {
      Refused(term);
    } else if (term.kind == ExprKind::kOr && among_others) {
      Report(rules::RefusedCondition::Never{.condition = Written(sources_, term)}, term.where);
    }
  }

  // A comparison's shape shows although a hole is in its literal.
  void Comparison(const sql::Expr& term) {
    const sql::Expr& left = term.args[0];
    const sql::Expr& right = term.args[1];
    if (IsLiteral(left) && right.kind != ExprKind::kHole && !IsLiteral(right)) {
      return Report(rules::RefusedCondition::Reversed{.condition = Written(sources_, term)},
                    term.where);
    }
    if (IsRefusedOperand(left, true) || IsRefusedOperand(right, false)) {
      if (!IsOpen(term)) Refused(term);
      return;
    }
    if (left.kind == ExprKind::kColumn && left.names.size() == 2 && term.op == "=" &&
        !left.names[0].unknown && left.names[1].text == "Identifier" && IsLiteral(right)) {
      QualifiedIdentifier(left);
    }
  }

  // s.Identifier = '...', which a view of that name does not take.
  void QualifiedIdentifier(const sql::Expr& column) {
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
    const bool named = !item.alias.text.empty() && !item.alias.unknown;
    if (expr.kind == ExprKind::kOther && EqualsIgnoringCase(expr.op, "CASE") && named) {
      return Report(rules::RefusedCondition::Case{.alias = item.alias.text}, expr.where);
    }
    if (expr.kind != ExprKind::kOr || IsOpen(expr)) return;
    Report(rules::RefusedCondition::Never{.condition = Written(sources_, expr)}, expr.where);
  }

  const Sources& sources_;
  Problems& problems_;
  const std::vector<ReadTable>& tables_;
};

}  // namespace

void CheckSelectConditions(Binding& binding, const sql::Select& select,
                           const std::vector<ReadTable>& tables) {
  ConditionChecker(binding, tables).Run(select);
}

}  // namespace stackql
