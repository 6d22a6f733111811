#include "sql/expressions.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/ascii.h"
#include "sql/mask.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;
using ExprKind = Expr::Kind;
constexpr uint32_t kNone = PgTree::kNone;

// Whether JSON has the number in the same form; StackQL takes more.
bool IsPlainNumber(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || (digits > 1 && text[0] == '0')) return false;
  text.remove_prefix(digits);
  if (text.empty()) return true;
  if (text[0] == '.' && (text.size() == 1 || !IsDigit(text[1]))) return false;
  return text[0] != 'x' && text[0] != 'X' && IsDigit(text.back());
}

bool Compares(std::string_view op) {
  return op == "=" || op == "<>" || op == "!=" || op == "<" || op == ">" || op == "<=" ||
         op == ">=" || op == "LIKE";
}

bool IsHole(const Token& token) {
  return token.kind == Kind::kHole || (token.kind == Kind::kWord && token.hole);
}

// Kinds of the tree that are expressions of their own.
bool IsExpression(std::string_view kind) {
  return kind == "ColumnRef" || kind == "A_Const" || kind == "FuncCall" || kind == "A_Expr" ||
         kind == "BoolExpr" || kind == "SubLink" || kind == "CaseExpr" || kind == "TypeCast" ||
         kind == "NullTest" || kind == "CoalesceExpr" || kind == "RowExpr" ||
         kind == "A_Indirection" || kind == "BooleanTest" || kind == "MinMaxExpr" ||
         kind == "CollateClause" || kind == "SQLValueFunction";
}

}  // namespace

ExprReader::ExprReader(Sources& sources, const Tokens& tokens, const PgTree& tree)
    : sources_(sources), tokens_(tokens), tree_(tree), begin_(tokens[0].where.begin) {}

size_t ExprReader::TokenAt(uint32_t node) const {
  return tokens_.BeginningAt(begin_ + tree_.Offset(node));
}

void ExprReader::Place(size_t index) {
  if (!IsHole(tokens_[index])) return;
  if (placed_.empty()) placed_.resize(tokens_.size());
  placed_[index] = true;
}

bool ExprReader::AllPlaced() const {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    if (IsHole(tokens_[i]) && (placed_.empty() || !placed_[i])) return false;
  }
  return true;
}

// --- names ---------------------------------------------------------------------------------------

Name ExprReader::NameAt(size_t index) {
  Name name;
  const bool quoted = tokens_.Has(index, Kind::kName) || tokens_.Has(index, Kind::kString);
  if (!quoted && !tokens_.Has(index, Kind::kWord) && !tokens_.Has(index, Kind::kHole)) return name;
  Place(index);
  name.where = tokens_.At(index);
  name.quoted = quoted;
  name.unknown = tokens_[index].hole;
  std::string_view text = tokens_.Text(index);
  if (quoted) {
    text = text.substr(1, text.size() - 2);
    for (size_t i = 0; i < text.size(); ++i) {
      name.text += text[i];
      if (text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"') ++i;
    }
  } else {
    name.text = text;
  }
  return name;
}

std::vector<Name> ExprReader::Dotted(size_t& index) {
  constexpr size_t kMostInTables = 3;
  std::vector<Name> names;
  while (tokens_.IsName(index) || tokens_.Has(index, Kind::kHole)) {
    if (names.empty()) names.reserve(tokens_.IsSymbol(index + 1, ".") ? kMostInTables : 1);
    names.push_back(NameAt(index++));
    if (!tokens_.IsSymbol(index, ".")) break;
    ++index;
  }
  return names;
}

// --- expressions ---------------------------------------------------------------------------------

Expr ExprReader::Read(uint32_t node, int depth) {
  Expr expr;
  if (node == kNone) return expr;
  if (depth > kDeepestTree) {
    too_deep_ = true;
    return expr;
  }
  const std::string_view kind = tree_.Name(node);
  if (kind == "A_Const") return Constant(node);
  if (kind == "ColumnRef") return Column(node);
  if (kind == "A_Expr") return Operation(node, depth);
  if (kind == "FuncCall") return Call(node, depth);
  if (kind == "BoolExpr") return Boolean(node, depth);
  const size_t index = TokenAt(node);
  if (index < tokens_.size() && tree_.Member(node, "location") != kNone) {
    expr.where = tokens_.At(index);
    if (tokens_.Has(index, Kind::kWord) || tokens_.Has(index, Kind::kSymbol)) {
      expr.op = tokens_.Text(index);
    }
  }
  if (kind == "NullTest" || kind == "BooleanTest") {
    // a IS [NOT] NULL
    expr.op = "IS";
    const size_t last = tokens_.Is(index + 1, Keyword::kNot) ? index + 2 : index + 1;
    if (expr.where && last < tokens_.size()) expr.where = tokens_.At(index, last);
  }
  AddParts(node, expr, depth);
  Widen(expr);
  return expr;
}

void ExprReader::Pass(uint32_t node, int depth) {
  std::vector<Expr> ignored;
  ReadParts(node, ignored, depth);
}

void ExprReader::ReadParts(uint32_t node, std::vector<Expr>& parts, int depth) {
  if (node == kNone) return;
  Expr all;
  AddParts(node, all, depth);
  std::move(all.args.begin(), all.args.end(), std::back_inserter(parts));
}

void ExprReader::AddParts(uint32_t node, Expr& expr, int depth) {
  if (depth > kDeepestTree) {
    too_deep_ = true;
    return;
  }
  for (uint32_t child = tree_.First(node); child != kNone; child = tree_.Next(child)) {
    const std::string_view kind = tree_.Name(child);
    if (kind == "typeName") continue;
    if (kind == "SelectStmt") {
      subqueries_.push_back(child);
    } else if (IsExpression(kind)) {
      expr.args.push_back(Read(child, depth + 1));
    } else if (tree_.First(child) != kNone) {
      AddParts(child, expr, depth + 1);
    }
  }
}

void ExprReader::AddArguments(uint32_t list, Expr& expr, int depth) {
  const uint32_t first = tree_.First(list);
  if (first == kNone) return;
  // One operand is an object with its kind as member, several are an array of such.
  if (!tree_.Name(first).empty()) {
    expr.args.push_back(Read(first, depth + 1));
    return;
  }
  size_t count = 0;
  for (uint32_t item = first; item != kNone; item = tree_.Next(item)) ++count;
  expr.args.reserve(count);
  for (uint32_t item = first; item != kNone; item = tree_.Next(item)) {
    expr.args.push_back(Read(tree_.First(item), depth + 1));
  }
}

// The place of an expression covers its operands, and the brackets around them.
void ExprReader::Widen(Expr& expr) const {
  for (const Expr& arg : expr.args) {
    if (arg.where) expr.where = expr.where ? Hull(expr.where, arg.where) : arg.where;
  }
  if (!expr.where) return;
  const uint32_t text = tokens_.At(0).span.begin - tokens_[0].where.begin;
  const size_t begin = tokens_.BeginningAt(expr.where.span.begin - text);
  const size_t end = tokens_.FirstEndingAfter(expr.where.span.end - text - 1);
  if (begin >= tokens_.size() || end >= tokens_.size()) return;
  const auto [first, last] = tokens_.Balanced(begin, end);
  expr.where = tokens_.At(first, last);
}

Expr ExprReader::Constant(uint32_t node) {
  Expr expr;
  const size_t index = TokenAt(node);
  if (index >= tokens_.size()) return expr;
  expr.where = tokens_.At(index);
  expr.text = expr.where;
  switch (tokens_[index].kind) {
    case Kind::kString:
      if (IsContinuation(tokens_, index + 1)) {
        expr.where = tokens_.At(index, index + 1);
        expr.op = "''";
        return expr;
      }
      expr.kind = ExprKind::kString;
      expr.text = DecodeString(sources_, expr.where);
      return expr;
    case Kind::kHole:
      Place(index);
      expr.kind = ExprKind::kHole;
      return expr;
    case Kind::kWord:
      if (tokens_[index].hole) {
        Place(index);
        expr.kind = ExprKind::kHole;
      } else if (tokens_.Is(index, Keyword::kNull)) {
        expr.kind = ExprKind::kNull;
      } else if (tokens_.Is(index, Keyword::kTrue) || tokens_.Is(index, Keyword::kFalse)) {
        expr.kind = ExprKind::kBool;
      }
      return expr;
    default:
      return Number(index);
  }
}

// A number, or a sign and a number.
Expr ExprReader::Number(size_t index) {
  Expr expr = {.where = tokens_.At(index)};
  size_t last = index;
  if (tokens_.IsSymbol(index, "-") && tokens_.Has(index + 1, Kind::kNumber) &&
      tokens_[index].where.end == tokens_[index + 1].where.begin) {
    last = index + 1;
  }
  expr.where = tokens_.At(index, last);
  expr.text = expr.where;
  const bool number = tokens_.Has(last, Kind::kNumber) && IsPlainNumber(tokens_.Text(index, last));
  if (number) expr.kind = ExprKind::kNumber;
  return expr;
}

Expr ExprReader::Column(uint32_t node) {
  Expr expr;
  const size_t first = TokenAt(node);
  if (first >= tokens_.size()) return expr;
  expr.where = tokens_.At(first);
  if (tokens_.IsSymbol(first, "*")) {
    expr.kind = ExprKind::kStar;
    return expr;
  }
  size_t end = first;
  expr.names = Dotted(end);
  if (expr.names.empty()) return expr;
  expr.where = Hull(expr.where, expr.names.back().where);
  if (tokens_.IsSymbol(end, "*") && tokens_.IsSymbol(end - 1, ".")) {
    expr.kind = ExprKind::kStar;
    expr.where = Hull(expr.where, tokens_.At(end));
  } else if (expr.names.size() == 1 && tokens_.Has(first, Kind::kHole)) {
    expr.kind = ExprKind::kHole;
    expr.text = expr.where;
  } else {
    expr.kind = ExprKind::kColumn;
  }
  return expr;
}

Expr ExprReader::Call(uint32_t node, int depth) {
  Expr expr;
  size_t end = TokenAt(node);
  expr.names = Dotted(end);
  if (!expr.names.empty()) {
    expr.kind = ExprKind::kCall;
    expr.where = Hull(expr.names.front().where, expr.names.back().where);
  }
  AddArguments(tree_.Member(node, "args"), expr, depth);
  for (const std::string_view part : {"agg_filter", "agg_order", "over"}) {
    Pass(tree_.Member(node, part), depth + 1);
  }
  Widen(expr);
  // Its last bracket: the first one after its last argument, or after its name.
  if (!expr.where || !tokens_.IsSymbol(end, "(")) return expr;
  const size_t last = tokens_.Closing(end);
  if (last < tokens_.size()) expr.where = Hull(expr.where, tokens_.At(last));
  return expr;
}

Expr ExprReader::Operation(uint32_t node, int depth) {
  Expr expr;
  const std::string_view kind = tree_.Text(tree_.Member(node, "kind"));
  AddArguments(tree_.Member(node, "lexpr"), expr, depth);
  if (kind == "AEXPR_IN") {
    ReadIn(node, expr, depth);
  } else {
    AddArguments(tree_.Member(node, "rexpr"), expr, depth);
    size_t index = TokenAt(node);
    const bool negatable = kind == "AEXPR_LIKE" || kind == "AEXPR_NOT_BETWEEN";
    if (negatable && tokens_.Is(index, Keyword::kNot)) {
      expr.negated = true;
      ++index;
    }
    const bool like = kind == "AEXPR_LIKE" && tokens_.Is(index, Keyword::kLike);
    if (like) {
      expr.op = "LIKE";
    } else if (tokens_.Has(index, Kind::kSymbol) || tokens_.Has(index, Kind::kWord)) {
      expr.op = tokens_.Text(index);
    }
    const bool plain = kind == "AEXPR_OP" || like;
    if (plain && expr.args.size() == 2 && Compares(expr.op)) expr.kind = ExprKind::kCompare;
  }
  Widen(expr);
  return expr;
}

void ExprReader::ReadIn(uint32_t node, Expr& expr, int depth) {
  expr.kind = ExprKind::kIn;
  size_t index = TokenAt(node);
  expr.negated = tokens_.Is(index, Keyword::kNot);
  if (expr.negated) ++index;
  expr.op = "IN";
  const uint32_t right = tree_.Member(node, "rexpr");
  if (tokens_.Has(index + 1, Kind::kHole)) {
    Place(index + 1);
    expr.args.push_back(
        {.kind = ExprKind::kHole, .where = tokens_.At(index + 1), .text = tokens_.At(index + 1)});
  } else {
    AddArguments(tree_.Member(tree_.Member(right, "List"), "items"), expr, depth);
  }
  for (size_t i = 1; i < expr.args.size(); ++i) {
    expr.open_list |= expr.args[i].kind == ExprKind::kHole;
  }
  const size_t close = tokens_.IsSymbol(index + 1, "(") ? tokens_.Closing(index + 1) : index;
  if (close < tokens_.size()) expr.where = tokens_.At(close);
}

Expr ExprReader::Boolean(uint32_t node, int depth) {
  Expr expr;
  const std::string_view op = tree_.Text(tree_.Member(node, "boolop"));
  const size_t index = TokenAt(node);
  if (op == "NOT_EXPR" && index < tokens_.size()) {
    expr.kind = ExprKind::kNot;
    expr.where = tokens_.At(index);
  } else if (!tokens_.Is(index, Keyword::kXor)) {
    expr.kind = op == "AND_EXPR"  ? ExprKind::kAnd
                : op == "OR_EXPR" ? ExprKind::kOr
                                  : ExprKind::kOther;
  } else {
    expr.op = tokens_.Text(index);
  }
  AddArguments(tree_.Member(node, "args"), expr, depth);
  Widen(expr);
  return expr;
}

}  // namespace stackql::sql
