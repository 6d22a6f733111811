#include "sql/convert.h"

#include <algorithm>
#include <string>
#include <utility>

namespace stackql::sql {
namespace {

constexpr int kDeepest = 400;
constexpr uint32_t kNone = PgTree::kNone;

class Converter {
 public:
  Converter(Sources& sources, Loc text, std::span<const Token> tokens, const PgTree& tree,
            uint32_t begin)
      : sources_(sources),
        text_(text),
        bytes_(sources.Bytes(text)),
        tokens_(tokens),
        tree_(tree),
        begin_(begin),
        placed_(tokens.size()) {}

  void Run(Statement& statement) {
    const uint32_t holder = tree_.Member(tree_.First(tree_.Member(tree_.root(), "stmts")), "stmt");
    const uint32_t node = tree_.First(holder);
    const std::string_view kind = node == kNone ? std::string_view() : tree_.Name(node);
    if (kind == "SelectStmt") {
      statement.kind = Statement::Kind::kSelect;
      statement.select = ReadSelect(node, 0);
    } else if (kind == "InsertStmt") {
      Insert(node, statement);
    } else if (kind == "UpdateStmt") {
      Update(node, statement);
    } else if (kind == "DeleteStmt") {
      Delete(node, statement);
    }
    const auto holes = std::count_if(tokens_.begin(), tokens_.end(), [](const Token& token) {
      return token.kind == Token::Kind::kHole || (token.kind == Token::Kind::kWord && token.hole);
    });
    // A hole that is no operand and no name may stand for anything.
    if (static_cast<size_t>(holes) > placed_count_) statement.partial = true;
    if (too_deep_) statement.not_checked = true;
  }

 private:
  using ExprKind = Expr::Kind;

  Loc At(Span span) const { return text_.Sub(span.begin, span.end); }
  std::string_view Text(const Token& token) const {
    return bytes_.substr(token.where.begin, token.where.size());
  }

  // Index of the token at an offset of the tree; tokens_.size() if there is none.
  size_t TokenAt(uint32_t node) const {
    const uint32_t offset = begin_ + tree_.Number(node, "location");
    const auto found = std::lower_bound(
        tokens_.begin(), tokens_.end(), offset,
        [](const Token& token, uint32_t wanted) { return token.where.begin < wanted; });
    return found != tokens_.end() && found->where.begin == offset
               ? static_cast<size_t>(found - tokens_.begin())
               : tokens_.size();
  }
  bool IsSymbol(size_t index, std::string_view symbol) const {
    return index < tokens_.size() && tokens_[index].kind == Token::Kind::kSymbol &&
           Text(tokens_[index]) == symbol;
  }
  bool IsNameToken(size_t index) const {
    if (index >= tokens_.size()) return false;
    const Token::Kind kind = tokens_[index].kind;
    return kind == Token::Kind::kWord || kind == Token::Kind::kName || kind == Token::Kind::kHole ||
           kind == Token::Kind::kString;
  }

  // A hole that stands where a name or an operand may. Seen twice, it counts once.
  void Place(size_t index) {
    const Token& token = tokens_[index];
    const bool hole = token.kind == Token::Kind::kHole ||
                      (token.kind == Token::Kind::kWord && token.hole);
    if (!hole || placed_[index]) return;
    placed_[index] = true;
    ++placed_count_;
  }

  Name NameAt(size_t index) {
    Name name;
    if (!IsNameToken(index)) return name;
    const Token& token = tokens_[index];
    Place(index);
    name.where = At(token.where);
    name.quoted = token.kind == Token::Kind::kName || token.kind == Token::Kind::kString;
    name.unknown = token.hole || token.kind == Token::Kind::kHole;
    std::string_view text = Text(token);
    if (name.quoted) {
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

  // name (. name)*; `index` ends behind it.
  std::vector<Name> Dotted(size_t& index) {
    std::vector<Name> names;
    while (IsNameToken(index)) {
      names.push_back(NameAt(index++));
      if (!IsSymbol(index, ".")) break;
      ++index;
    }
    return names;
  }

  // --- tables ------------------------------------------------------------------------------------

  Table ReadTable(uint32_t node) {
    Table table;
    size_t index = TokenAt(node);
    table.parts = Dotted(index);
    if (!table.parts.empty()) {
      table.where = Hull(table.parts.front().where, table.parts.back().where);
    }
    if (tree_.Member(node, "alias") != kNone) {
      if (index < tokens_.size() && IsKeyword(Text(tokens_[index]), "AS")) ++index;
      table.alias = NameAt(index);
    }
    return table;
  }

  void ReadSource(uint32_t node, Select& select, int depth) {
    if (node == kNone || depth > kDeepest) return;
    const std::string_view kind = tree_.Name(node);
    if (kind == "RangeVar") {
      select.tables.push_back(ReadTable(node));
    } else if (kind == "JoinExpr") {
      select.joined = true;
      ReadSource(tree_.First(tree_.Member(node, "larg")), select, depth + 1);
      ReadSource(tree_.First(tree_.Member(node, "rarg")), select, depth + 1);
      PlaceHoles(tree_.First(tree_.Member(node, "quals")), depth);
    } else if (kind == "RangeSubselect") {
      select.joined = true;
      const uint32_t inner = tree_.First(tree_.Member(node, "subquery"));
      if (inner != kNone) select.derived.push_back(ReadSelect(inner, depth + 1));
    } else {
      select.joined = true;
    }
  }

  // --- SELECT ------------------------------------------------------------------------------------

  Select ReadSelect(uint32_t node, int depth) {
    Select select;
    if (depth > kDeepest) {
      too_deep_ = true;
      return select;
    }
    const std::string_view op = tree_.Text(tree_.Member(node, "op"));
    if (!op.empty() && op != "SETOP_NONE") {
      select.joined = true;
      for (const std::string_view arm : {"larg", "rarg"}) {
        const uint32_t inner = tree_.Member(node, arm);
        if (inner != kNone) select.derived.push_back(ReadSelect(inner, depth + 1));
      }
      ReadWith(node, select, depth);
      return select;
    }
    ReadWith(node, select, depth);
    const uint32_t items = tree_.Member(node, "targetList");
    for (uint32_t item = tree_.First(items); item != kNone; item = tree_.Next(item)) {
      SelectItem read = ReadItem(tree_.Member(item, "ResTarget"), depth);
      if (read.expr.kind == ExprKind::kHole) select.open_items = true;
      select.items.push_back(std::move(read));
    }
    const uint32_t from = tree_.Member(node, "fromClause");
    size_t sources = 0;
    for (uint32_t source = tree_.First(from); source != kNone; source = tree_.Next(source)) {
      ReadSource(tree_.First(source), select, depth);
      if (++sources > 1) select.joined = true;
    }
    if (const uint32_t where = tree_.Member(node, "whereClause"); where != kNone) {
      select.where.push_back(ReadExpr(tree_.First(where), depth + 1));
    }
    return select;
  }

  void ReadWith(uint32_t node, Select& select, int depth) {
    const uint32_t ctes = tree_.Member(tree_.Member(node, "withClause"), "ctes");
    for (uint32_t item = tree_.First(ctes); item != kNone; item = tree_.Next(item)) {
      const uint32_t cte = tree_.Member(item, "CommonTableExpr");
      Common common;
      common.name = NameAt(TokenAt(cte));
      const uint32_t query = tree_.First(tree_.Member(cte, "ctequery"));
      if (query != kNone && tree_.Name(query) == "SelectStmt") {
        common.query.push_back(ReadSelect(query, depth + 1));
      }
      select.with.push_back(std::move(common));
    }
  }

  SelectItem ReadItem(uint32_t target, int depth) {
    SelectItem item;
    item.expr = ReadExpr(tree_.First(tree_.Member(target, "val")), depth + 1);
    if (tree_.Member(target, "name") != kNone) item.alias = AliasAfter(target, item.expr);
    return item;
  }

  // The alias of an item: the last name before the comma or keyword that ends it.
  Name AliasAfter(uint32_t target, const Expr&) {
    int depth = 0;
    size_t last = tokens_.size();
    for (size_t i = TokenAt(target); i < tokens_.size(); ++i) {
      if (IsSymbol(i, "(")) ++depth;
      if (IsSymbol(i, ")") && --depth < 0) break;
      const std::string_view text = Text(tokens_[i]);
      const bool word = tokens_[i].kind == Token::Kind::kWord;
      if (depth == 0 && (text == "," || (word && (IsKeyword(text, "FROM") || IsKeyword(text, "WHERE") ||
                                                  IsKeyword(text, "UNION") || IsKeyword(text, "ORDER") ||
                                                  IsKeyword(text, "LIMIT"))))) {
        break;
      }
      last = i;
    }
    return NameAt(last);
  }

  // --- INSERT, UPDATE, DELETE --------------------------------------------------------------------

  void Insert(uint32_t node, Statement& statement) {
    statement.kind = Statement::Kind::kInsert;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    const uint32_t columns = tree_.Member(node, "cols");
    for (uint32_t item = tree_.First(columns); item != kNone; item = tree_.Next(item)) {
      const size_t index = TokenAt(tree_.Member(item, "ResTarget"));
      if (index >= tokens_.size()) continue;
      const bool hole = tokens_[index].kind == Token::Kind::kHole;
      Name name = NameAt(index);
      if (hole) {
        statement.open_columns = true;
      } else {
        statement.columns.push_back(std::move(name));
      }
    }
    const uint32_t source = tree_.First(tree_.Member(node, "selectStmt"));
    if (source != kNone) InsertSource(source, statement);
    Returning(node, statement);
  }

  void InsertSource(uint32_t source, Statement& statement) {
    const uint32_t lists = tree_.Member(source, "valuesLists");
    if (lists == kNone) {
      Select select = ReadSelect(source, 0);
      if (!select.tables.empty() || select.joined) {
        statement.select = std::move(select);
        return;
      }
      std::vector<Expr> row;
      for (SelectItem& item : select.items) row.push_back(std::move(item.expr));
      return AddRow(std::move(row), statement);
    }
    for (uint32_t list = tree_.First(lists); list != kNone; list = tree_.Next(list)) {
      std::vector<Expr> row;
      const uint32_t items = tree_.Member(tree_.Member(list, "List"), "items");
      for (uint32_t item = tree_.First(items); item != kNone; item = tree_.Next(item)) {
        row.push_back(ReadExpr(tree_.First(item), 1));
      }
      AddRow(std::move(row), statement);
    }
  }

  static void AddRow(std::vector<Expr> row, Statement& statement) {
    for (const Expr& value : row) statement.open_rows |= value.kind == ExprKind::kHole;
    statement.rows.push_back(std::move(row));
  }

  void Update(uint32_t node, Statement& statement) {
    statement.kind = Statement::Kind::kUpdate;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    const uint32_t targets = tree_.Member(node, "targetList");
    for (uint32_t item = tree_.First(targets); item != kNone; item = tree_.Next(item)) {
      const uint32_t target = tree_.Member(item, "ResTarget");
      Assignment set;
      set.column = NameAt(TokenAt(target));
      set.value = ReadExpr(tree_.First(tree_.Member(target, "val")), 1);
      statement.sets.push_back(std::move(set));
    }
    Where(node, statement);
    Returning(node, statement);
  }

  void Delete(uint32_t node, Statement& statement) {
    statement.kind = Statement::Kind::kDelete;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    Where(node, statement);
    Returning(node, statement);
  }

  void Where(uint32_t node, Statement& statement) {
    if (const uint32_t where = tree_.Member(node, "whereClause"); where != kNone) {
      statement.where_clause.push_back(ReadExpr(tree_.First(where), 1));
    }
  }

  void Returning(uint32_t node, Statement& statement) {
    const uint32_t list = tree_.Member(node, "returningList");
    for (uint32_t item = tree_.First(list); item != kNone; item = tree_.Next(item)) {
      statement.returning.push_back(ReadItem(tree_.Member(item, "ResTarget"), 1));
    }
  }

  // --- expressions -------------------------------------------------------------------------------

  Expr ReadExpr(uint32_t node, int depth) {
    Expr expr;
    if (node == kNone) return expr;
    if (depth > kDeepest) {
      too_deep_ = true;
      return expr;
    }
    const std::string_view kind = tree_.Name(node);
    if (kind == "A_Const") return Constant(node);
    if (kind == "ColumnRef") return Column(node);
    if (kind == "FuncCall") return Call(node, depth);
    if (kind == "A_Expr") return Comparison(node, depth);
    if (kind == "BoolExpr") return Boolean(node, depth);
    // Some other expression: what is in it is read for the names it uses.
    if (kind == "SubLink") PlaceHoles(node, depth);
    for (const std::string_view member : {"arg", "args", "defresult"}) {
      AddArguments(tree_.Member(node, member), expr, depth);
    }
    SetWhere(node, expr);
    return expr;
  }

  // Everything in a part of the tree that is not kept: its holes are operands all the same.
  void PlaceHoles(uint32_t node, int depth) {
    if (node == kNone || depth > kDeepest) return;
    if (tree_.Name(node) == "ColumnRef") ReadExpr(node, depth + 1);
    for (uint32_t child = tree_.First(node); child != kNone; child = tree_.Next(child)) {
      PlaceHoles(child, depth + 1);
    }
  }

  void AddArguments(uint32_t list, Expr& expr, int depth) {
    if (list == kNone) return;
    const uint32_t first = tree_.First(list);
    if (first == kNone) return;
    // One operand is an object with its kind as member, several are an array of such.
    if (!tree_.Name(first).empty()) {
      expr.args.push_back(ReadExpr(first, depth + 1));
      return;
    }
    for (uint32_t item = first; item != kNone; item = tree_.Next(item)) {
      expr.args.push_back(ReadExpr(tree_.First(item), depth + 1));
    }
  }

  void SetWhere(uint32_t node, Expr& expr) {
    const size_t index = TokenAt(node);
    if (index < tokens_.size()) expr.where = At(tokens_[index].where);
    for (const Expr& arg : expr.args) {
      if (arg.where) expr.where = expr.where ? Hull(expr.where, arg.where) : arg.where;
    }
  }

  Expr Constant(uint32_t node) {
    Expr expr;
    size_t index = TokenAt(node);
    if (index >= tokens_.size()) return expr;
    const Token& token = tokens_[index];
    expr.where = At(token.where);
    expr.text = expr.where;
    if (token.kind == Token::Kind::kString) {
      expr.kind = ExprKind::kString;
      expr.text = DecodeString(sources_, expr.where);
    } else if (token.kind == Token::Kind::kNumber) {
      expr.kind = ExprKind::kNumber;
    } else if (IsSymbol(index, "-") && index + 1 < tokens_.size()) {
      expr.kind = ExprKind::kNumber;
      expr.where = Hull(expr.where, At(tokens_[index + 1].where));
      expr.text = expr.where;
    } else if (token.kind == Token::Kind::kHole) {
      Place(index);
      expr.kind = ExprKind::kHole;
    } else if (IsKeyword(Text(token), "NULL")) {
      expr.kind = ExprKind::kNull;
    } else if (IsKeyword(Text(token), "TRUE") || IsKeyword(Text(token), "FALSE")) {
      expr.kind = ExprKind::kBool;
    }
    return expr;
  }

  Expr Column(uint32_t node) {
    Expr expr;
    size_t index = TokenAt(node);
    if (index >= tokens_.size()) return expr;
    const size_t first = index;
    if (IsSymbol(index, "*")) {
      expr.kind = ExprKind::kStar;
      expr.where = At(tokens_[index].where);
      return expr;
    }
    expr.names = Dotted(index);
    if (expr.names.empty()) return expr;
    expr.where = Hull(expr.names.front().where, expr.names.back().where);
    const bool alone = expr.names.size() == 1 && tokens_[first].kind == Token::Kind::kHole;
    expr.kind = alone ? ExprKind::kHole : IsSymbol(index, "*") ? ExprKind::kStar : ExprKind::kColumn;
    if (alone) expr.text = expr.where;
    return expr;
  }

  Expr Call(uint32_t node, int depth) {
    Expr expr = {.kind = ExprKind::kCall};
    size_t index = TokenAt(node);
    expr.names = Dotted(index);
    if (expr.names.empty()) expr.kind = ExprKind::kOther;
    AddArguments(tree_.Member(node, "args"), expr, depth);
    if (!expr.names.empty()) expr.where = expr.names.front().where;
    int open = 0;
    for (; index < tokens_.size() && expr.where; ++index) {
      if (IsSymbol(index, "(")) ++open;
      if (IsSymbol(index, ")") && --open == 0) {
        expr.where = Hull(expr.where, At(tokens_[index].where));
        break;
      }
      if (open == 0) break;
    }
    return expr;
  }

  Expr Comparison(uint32_t node, int depth) {
    Expr expr;
    const std::string_view kind = tree_.Text(tree_.Member(node, "kind"));
    const uint32_t name = tree_.First(tree_.First(tree_.Member(node, "name")));
    expr.op = Operator(tree_.Text(tree_.Member(name, "sval")));
    AddArguments(tree_.Member(node, "lexpr"), expr, depth);
    const uint32_t right = tree_.Member(node, "rexpr");
    if (kind == "AEXPR_IN") {
      expr.kind = ExprKind::kIn;
      expr.negated = expr.op == "<>";
      AddArguments(tree_.Member(tree_.Member(right, "List"), "items"), expr, depth);
      const size_t index = TokenAt(node);  // IN, or NOT
      for (size_t i = index; i < std::min(index + 3, tokens_.size()); ++i) {
        if (tokens_[i].kind != Token::Kind::kHole) continue;
        Place(i);
        expr.open_list = true;
      }
    } else {
      AddArguments(right, expr, depth);
      const bool two = expr.args.size() == 2;
      if (two && Compares(expr.op)) expr.kind = ExprKind::kCompare;
    }
    for (const Expr& arg : expr.args) {
      expr.open_list |= expr.kind == ExprKind::kIn && arg.kind == ExprKind::kHole;
      if (arg.where) expr.where = expr.where ? Hull(expr.where, arg.where) : arg.where;
    }
    if (!expr.where) SetWhere(node, expr);
    return expr;
  }

  // libpg_query escapes angle brackets in its JSON.
  static std::string Operator(std::string_view text) {
    std::string op;
    for (size_t at = 0; at < text.size();) {
      const std::string_view escape = text.substr(at, 6);
      if (escape == "\\u003c" || escape == "\\u003e") {
        op += escape.back() == 'c' ? '<' : '>';
        at += escape.size();
      } else {
        op += text[at++];
      }
    }
    return op;
  }

  static bool Compares(std::string_view op) {
    return op == "=" || op == "<>" || op == "<" || op == ">" || op == "<=" || op == ">=" ||
           op == "~~" || op == "!~~" || op == "!=";
  }

  Expr Boolean(uint32_t node, int depth) {
    Expr expr;
    const std::string_view op = tree_.Text(tree_.Member(node, "boolop"));
    expr.kind = op == "AND_EXPR" ? ExprKind::kAnd : op == "OR_EXPR" ? ExprKind::kOr : ExprKind::kOther;
    AddArguments(tree_.Member(node, "args"), expr, depth);
    for (const Expr& arg : expr.args) {
      if (arg.where) expr.where = expr.where ? Hull(expr.where, arg.where) : arg.where;
    }
    return expr;
  }

  Sources& sources_;
  Loc text_;
  std::string_view bytes_;
  std::span<const Token> tokens_;
  const PgTree& tree_;
  uint32_t begin_;
  std::vector<bool> placed_;  // by token: a hole that is a name or an operand
  size_t placed_count_ = 0;
  bool too_deep_ = false;
};

void AddConjuncts(const Expr& expr, std::vector<const Expr*>& terms, int depth) {
  if (expr.kind != Expr::Kind::kAnd || depth > kDeepest) {
    terms.push_back(&expr);
    return;
  }
  for (const Expr& arg : expr.args) AddConjuncts(arg, terms, depth + 1);
}

}  // namespace

void Convert(Sources& sources, Loc text, std::span<const Token> tokens, const PgTree& tree,
             uint32_t begin, Statement& statement) {
  Converter(sources, text, tokens, tree, begin).Run(statement);
}

std::vector<const Expr*> Conjuncts(const std::vector<Expr>& condition) {
  std::vector<const Expr*> terms;
  for (const Expr& expr : condition) AddConjuncts(expr, terms, 0);
  return terms;
}

}  // namespace stackql::sql
