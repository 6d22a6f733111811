#include "operation/expression_text.h"

#include <algorithm>
#include <string_view>

#include "base/ascii.h"
#include "base/utf8.h"

namespace stackql {

std::string Written(const Sources& sources, const sql::Expr& expr) {
  return Written(sources, expr.kind == sql::Expr::Kind::kString ? expr.text : expr.where);
}

std::string Written(const Sources& sources, Loc where) {
  constexpr size_t kMost = 60;
  return Shortened(sources.Bytes(where), kMost);
}

bool IsLiteral(const sql::Expr& expr) {
  return expr.kind == sql::Expr::Kind::kString || expr.kind == sql::Expr::Kind::kNumber ||
         expr.kind == sql::Expr::Kind::kBool || expr.kind == sql::Expr::Kind::kNull;
}

std::span<const sql::Expr> OperandsOf(const sql::Expr& expr) {
  const bool converts = expr.kind == sql::Expr::Kind::kCall && expr.names.size() == 1 &&
                        EqualsIgnoringCase(expr.names[0].text, "convert");
  return std::span(expr.args).first(converts ? std::min<size_t>(expr.args.size(), 1)
                                             : expr.args.size());
}

bool IsBareText(const sql::Expr& expr, const Sources& sources) {
  if (IsOpen(expr)) return false;
  if (expr.kind == sql::Expr::Kind::kColumn) return !expr.names.empty() && !expr.names[0].quoted;
  constexpr std::string_view kArithmetic = "+ - * / %";
  if (expr.kind != sql::Expr::Kind::kOther || expr.args.size() != 2 || expr.op.empty() ||
      !HasWord(kArithmetic, expr.op)) {
    return false;
  }
  const std::string_view text = sources.Bytes(expr.where);
  const auto joined = [](char c) { return IsWord(c) || c == '-'; };
  return IsDigit(text.front()) || !std::ranges::all_of(text, joined);
}

bool IsOpen(const sql::Expr& expr, int depth) {
  if (depth > kDeepestExpression || !expr.where) return true;
  if (expr.kind == sql::Expr::Kind::kHole || expr.open_list) return true;
  return std::any_of(expr.names.begin(), expr.names.end(),
                     [](const sql::Name& name) { return name.unknown; }) ||
         std::any_of(expr.args.begin(), expr.args.end(),
                     [&](const sql::Expr& arg) { return IsOpen(arg, depth + 1); });
}

}  // namespace stackql
