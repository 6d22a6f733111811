#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "rules/query.h"
#include "sql/checks.h"

namespace stackql::sql {
namespace {

using ExprKind = Expr::Kind;

// Parameters of requests: a column can never be what they are compared with.
constexpr std::array<std::string_view, 5> kParameters = {"region", "Identifier", "project", "zone",
                                                         "location"};
constexpr int kDeepest = 100;

const Name* AsName(const Expr& expr) {
  return expr.kind == ExprKind::kColumn && expr.names.size() == 1 && expr.names[0].quoted
             ? &expr.names[0]
             : nullptr;
}

// Whether no column is called that.
bool IsText(std::string_view text) {
  return text.find_first_of(" :/%*,{}<>") != std::string_view::npos;
}

class QuoteChecker {
 public:
  explicit QuoteChecker(Problems& problems) : problems_(problems) {}

  void Run(const Statement& statement) {
    // Values that are written cannot come from the table itself.
    for (const std::vector<Expr>& row : statement.rows) {
      for (const Expr& value : row) Value(value, true);
    }
    if (!statement.partial) {
      for (const Assignment& set : statement.sets) Value(set.value, false);
      for (const Expr& where : statement.where_clause) Condition(where, true, 0);
    }
    Query(statement.select, 0);
  }

 private:
  void Query(const Select& select, int depth) {
    if (depth > kDeepest) return;
    for (const Expr& where : select.where) Condition(where, false, depth);
    for (const Select& derived : select.derived) Query(derived, depth + 1);
    for (const Common& common : select.with) {
      for (const Select& query : common.query) Query(query, depth + 1);
    }
  }

  // `changes`: of an UPDATE or DELETE, where columns are compared with values alone.
  void Condition(const Expr& expr, bool changes, int depth) {
    if (depth > kDeepest || expr.args.empty()) return;
    if (expr.kind == ExprKind::kAnd || expr.kind == ExprKind::kOr) {
      for (const Expr& arg : expr.args) Condition(arg, changes, depth + 1);
      return;
    }
    if (expr.kind != ExprKind::kCompare && expr.kind != ExprKind::kIn) return;
    const Expr& left = expr.args[0];
    if (left.kind != ExprKind::kColumn || left.names.empty()) return;
    const bool parameter = std::find(kParameters.begin(), kParameters.end(),
                                     left.names.back().text) != kParameters.end();
    for (size_t i = 1; i < expr.args.size(); ++i) {
      const Name* name = AsName(expr.args[i]);
      if (name == nullptr) continue;
      if (changes || parameter || (!name->unknown && IsText(name->text))) {
        Report(*name, false);
      }
    }
  }

  void Value(const Expr& value, bool inserted) {
    if (const Name* name = AsName(value)) Report(*name, inserted);
  }

  // As a literal, in which an apostrophe and a backslash are doubled.
  static std::string Literal(std::string_view text) {
    std::string literal = "'";
    for (const char c : text) {
      literal += c;
      if (c == '\'' || c == '\\') literal += c;
    }
    return literal + "'";
  }

  // `fails`: an INSERT refuses it, elsewhere it may work.
  void Report(const Name& name, bool fails) {
    const std::string literal = Literal(name.text);
    problems_.push_back({.what = rules::DoubleQuotedString{.text = name.text},
                         .where = name.where,
                         .help = "Write it in single quotes: " + literal + ".",
                         .repairs = {ReplaceWith(literal, name.where)},
                         .doubtful = !fails});
  }

  Problems& problems_;
};

}  // namespace

void CheckStringQuotes(const Statement& statement, Problems& problems) {
  QuoteChecker(problems).Run(statement);
}

}  // namespace stackql::sql
