#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "operation/derived_table_fix.h"
#include "operation/expression_text.h"
#include "operation/function_calls.h"
#include "operation/select_checks.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using ExprKind = sql::Expr::Kind;

// Parameters whose string is sent as it is: a region, which is judged as one, and those of
// awscc.tagging and awscc.cloud_control that are JSON.
constexpr std::array<std::string_view, 11> kSentParameters = {"region",
                                                              "GroupBy",
                                                              "RegionFilters",
                                                              "ResourceARNList",
                                                              "ResourceModel",
                                                              "ResourceRequestStatusFilter",
                                                              "ResourceTypeFilters",
                                                              "TagFilters",
                                                              "TagKeyFilters",
                                                              "TagKeys",
                                                              "TargetIdFilters"};

constexpr std::string_view kNotInSqlite =
    "char_length character_length conv convert curdate current_date current_time "
    "current_timestamp date_add date_format date_sub datediff dayname dayofmonth dayofweek "
    "dayofyear elt field find_in_set from_unixtime greatest hour if isnull json_contains "
    "json_length json_overlaps json_search json_unquote last_day lcase least left localtime "
    "localtimestamp locate lpad md5 mid minute month monthname now ord quarter rand right rpad "
    "second str_to_date strcmp string substring_index sysdate truncate ucase unix_timestamp "
    "utc_date utc_timestamp weekday year";
constexpr std::array<std::string_view, 5> kNotOperators = {"<=>", "DIV", "REGEXP", "RLIKE", "XOR"};

template <size_t kSize>
bool Has(const std::array<std::string_view, kSize>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view known) { return EqualsIgnoringCase(known, word); });
}

bool IsNotInSqlite(std::string_view name) { return HasWord(kNotInSqlite, name); }

class ExpressionChecker {
 public:
  explicit ExpressionChecker(Binding& binding)
      : sources_(binding.values.sources()), problems_(binding.problems) {}

  void Run(const sql::Select& select) {
    for (const sql::SelectItem& item : select.items) Item(item.expr, 0);
    const size_t before = problems_.size();
    for (const sql::Expr& term : select.where) Condition(term, 0);
    // One string in the one term that can be moved.
    const std::vector<const sql::Expr*> terms = sql::Conjuncts(select.where);
    if (problems_.size() == before + 1 && !terms.empty() && reescaped_ == 1 &&
        Covers(terms.back()->where, problems_.back().where)) {
      problems_.back().repairs = MoveIntoDerivedTable(sources_, select);
    }
    for (const sql::Expr& part : select.tail) Item(part, 0);
    for (const sql::Join& join : select.joins) {
      for (const sql::Expr& term : join.on) Condition(term, 0);
    }
  }

 private:
  void Report(Message what, Loc where) {
    problems_.push_back({.what = std::move(what), .where = where});
  }

  void Item(const sql::Expr& expr, int depth) {
    if (depth > kDeepestExpression) return;
    Common(expr);
    if (expr.kind == ExprKind::kCall && !expr.args.empty() && HasQuote(expr.args[0], '"')) {
      Report(rules::ReescapedLiteral::Argument{.function = expr.names.back().text,
                                               .value = Written(sources_, expr.args[0])},
             expr.args[0].where);
    }
    for (const sql::Expr& arg : expr.args) Item(arg, depth + 1);
  }

  void Condition(const sql::Expr& expr, int depth) {
    if (depth > kDeepestExpression) return;
    Common(expr);
    if (IsSentParameter(expr)) return;
    if (HasQuote(expr, '"')) {
      Report(rules::ReescapedLiteral{.value = Written(sources_, expr)}, expr.where);
      problems_.back().help = "Compare it in the select list of a derived table.";
      ++reescaped_;
    }
    for (const sql::Expr& arg : expr.args) Condition(arg, depth + 1);
  }

  // TagFilters = '[{"Key": ...}]'
  static bool IsSentParameter(const sql::Expr& expr) {
    const bool compares = expr.kind == ExprKind::kCompare || expr.kind == ExprKind::kIn;
    return compares && !expr.args.empty() && expr.args[0].kind == ExprKind::kColumn &&
           !expr.args[0].names.empty() && Has(kSentParameters, expr.args[0].names.back().text);
  }

  void Common(const sql::Expr& expr) {
    if (HasQuote(expr, '\'')) {
      Report(rules::ApostropheInSelect{.value = Written(sources_, expr)}, expr.where);
    }
    if (expr.kind == ExprKind::kCall && expr.names.size() == 1 && !expr.names[0].unknown &&
        !expr.names[0].quoted) {
      Called(expr);
    }
    const bool special = expr.kind == ExprKind::kOther && IsNotInSqlite(Lower(expr.op));
    if (special || (!expr.op.empty() && Has(kNotOperators, expr.op))) {
      Report(rules::FunctionNotInSqlite{.name = expr.op}, expr.where);
    }
  }

  void Called(const sql::Expr& call) {
    const sql::Name& name = call.names[0];
    const std::string lower = Lower(name.text);
    if (IsNotInSqlite(lower))
      return Report(rules::FunctionNotInSqlite{.name = name.text}, name.where);
    if (std::optional<Problem> wrong = CheckCall(lower, call))
      problems_.push_back(std::move(*wrong));
  }

  static bool Covers(Loc outer, Loc inner) {
    return outer && inner && outer.text == inner.text && outer.span.begin <= inner.span.begin &&
           inner.span.end <= outer.span.end;
  }

  bool HasQuote(const sql::Expr& expr, char quote) const {
    return expr.kind == ExprKind::kString &&
           sources_.Bytes(expr.text).find(quote) != std::string_view::npos;
  }

  const Sources& sources_;
  Problems& problems_;
  size_t reescaped_ = 0;  // strings in conditions that were reported
};

}  // namespace

void CheckSelectExpressions(Binding& binding, const sql::Select& select) {
  ExpressionChecker(binding).Run(select);
}

}  // namespace stackql
