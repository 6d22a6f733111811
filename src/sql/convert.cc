#include "sql/convert.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sql/expressions.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;
using ExprKind = Expr::Kind;
constexpr uint32_t kNone = PgTree::kNone;

class Converter {
 public:
  Converter(Sources& sources, const Tokens& tokens, const PgTree& tree)
      : tokens_(tokens), tree_(tree), exprs_(sources, tokens, tree) {}

  void Run(Statement& statement) {
    const uint32_t first = tree_.First(tree_.Member(tree_.root(), "stmts"));
    const uint32_t node = tree_.First(tree_.Member(first, "stmt"));
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
    } else {
      return;
    }
    // A hole that is neither an operand nor a name may stand for anything.
    if (!exprs_.AllPlaced()) statement.partial = true;
    if (exprs_.too_deep()) statement.not_checked = true;
  }

 private:
  // --- tables ------------------------------------------------------------------------------------

  Table ReadTable(uint32_t node) {
    Table table;
    size_t index = exprs_.TokenAt(node);
    table.parts = exprs_.Dotted(index);
    if (!table.parts.empty()) {
      table.where = Hull(table.parts.front().where, table.parts.back().where);
    }
    if (tree_.Member(node, "alias") == kNone) return table;
    if (tokens_.Is(index, Keyword::kAs)) ++index;
    // A hole in the place of an alias may be a whole clause.
    if (!tokens_.Has(index, Kind::kHole)) table.alias = exprs_.NameAt(index);
    return table;
  }

  void ReadSource(uint32_t node, Select& select, int depth) {
    if (node == kNone) return;
    const std::string_view kind = tree_.Name(node);
    if (kind == "RangeVar") {
      Table table = ReadTable(node);
      if (!table.parts.empty()) {
        select.tables.push_back(std::move(table));
        return;
      }
    }
    if (kind == "JoinExpr" && depth <= kDeepestTree) {
      ReadSource(tree_.First(tree_.Member(node, "larg")), select, depth + 1);
      const uint32_t right = tree_.First(tree_.Member(node, "rarg"));
      ReadSource(right, select, depth + 1);
      ReadJoin(node, right, select, depth);
      Subqueries(select, depth);
    } else if (kind == "RangeSubselect") {
      const uint32_t inner = tree_.First(tree_.Member(node, "subquery"));
      if (inner != kNone) select.derived.push_back(ReadSelect(inner, depth + 1));
    } else if (kind == "RangeFunction") {
      select.functions.push_back(ReadFunction(node, depth));
    } else {
      exprs_.Pass(node, depth + 1);
    }
  }

  TableFunction ReadFunction(uint32_t node, int depth) {
    TableFunction function;
    std::vector<Expr> parts;
    exprs_.ReadParts(node, parts, depth + 1);
    if (parts.size() == 1) function.call = std::move(parts[0]);
    if (function.call.kind != ExprKind::kCall || tree_.Member(node, "alias") == kNone) {
      return function;
    }
    const uint32_t list = tree_.First(tree_.First(tree_.Member(node, "functions")));
    size_t index = exprs_.TokenAt(tree_.First(tree_.First(tree_.Member(list, "items"))));
    while (index < tokens_.size() && !tokens_.IsSymbol(index, "(")) ++index;
    index = index < tokens_.size() ? tokens_.Closing(index) + 1 : index;
    if (tokens_.Is(index, Keyword::kAs)) ++index;
    if (tokens_.IsName(index)) function.alias = exprs_.NameAt(index);
    return function;
  }

  void ReadJoin(uint32_t node, uint32_t right, Select& select, int depth) {
    Join join;
    const uint32_t quals = tree_.Member(node, "quals");
    if (quals != kNone) {
      join.on.push_back(exprs_.Read(tree_.First(quals), depth + 1));
    } else if (tree_.Member(node, "isNatural") != kNone) {
      join.form = Join::Form::kNatural;
    } else {
      join.form =
          tree_.Member(node, "usingClause") != kNone ? Join::Form::kUsing : Join::Form::kBare;
    }
    if (tree_.Name(right) != "RangeVar") return;
    size_t last = exprs_.TokenAt(right) - 1;
    if (!tokens_.Is(last, Keyword::kJoin)) return;
    size_t first = last;
    while (first > 0 &&
           (tokens_.Is(first - 1, Keyword::kNatural) || tokens_.Is(first - 1, Keyword::kCross) ||
            tokens_.Is(first - 1, Keyword::kInner) || tokens_.Is(first - 1, Keyword::kLeft) ||
            tokens_.Is(first - 1, Keyword::kRight) || tokens_.Is(first - 1, Keyword::kOuter))) {
      --first;
    }
    join.where = tokens_.At(first, last);
    select.joins.push_back(std::move(join));
  }

  // A source after another one: after a comma, or a JOIN without a condition.
  void ReadSeparator(uint32_t source, Select& select) {
    if (tree_.Name(source) != "RangeVar") return;
    const size_t before = exprs_.TokenAt(source) - 1;
    if (tokens_.IsSymbol(before, ",")) {
      select.joins.push_back({.form = Join::Form::kComma, .where = tokens_.At(before)});
    } else if (tokens_.Is(before, Keyword::kJoin)) {
      select.joins.push_back({.form = Join::Form::kBare, .where = tokens_.At(before)});
    }
  }

  // --- SELECT ------------------------------------------------------------------------------------

  Select ReadSelect(uint32_t node, int depth) {
    Select select;
    if (depth > kDeepestTree) return select;
    ReadWith(node, select, depth);
    const std::string_view op = tree_.Text(tree_.Member(node, "op"));
    if (!op.empty() && op != "SETOP_NONE") {
      ReadUnion(node, select, depth);
    } else {
      ReadItems(node, select, depth);
      ReadFrom(node, select, depth);
      if (const uint32_t where = tree_.Member(node, "whereClause"); where != kNone) {
        select.where.push_back(exprs_.Read(tree_.First(where), depth + 1));
      }
    }
    ReadTail(node, select, depth);
    Subqueries(select, depth);
    return select;
  }

  // The arms of a UNION, the first of which is the left of the left of ...
  void ReadUnion(uint32_t node, Select& select, int depth) {
    select.united = true;
    std::vector<uint32_t> arms;
    while (node != kNone) {
      const std::string_view op = tree_.Text(tree_.Member(node, "op"));
      if (op.empty() || op == "SETOP_NONE") break;
      select.refused |= op != "SETOP_UNION";
      arms.push_back(tree_.Member(node, "rarg"));
      node = tree_.Member(node, "larg");
    }
    arms.push_back(node);
    std::reverse(arms.begin(), arms.end());
    for (const uint32_t arm : arms) {
      if (arm == kNone) continue;
      select.derived.push_back(ReadSelect(arm, depth + 1));
      select.derived.back().arm = arm != arms.front();
      select.derived.back().refused = select.refused;
    }
    if (select.derived.empty()) return;
    // The first arm names the result; its sources are the select's own.
    Select first = std::move(select.derived.front());
    select.derived.erase(select.derived.begin());
    for (Common& common : first.with) select.with.push_back(std::move(common));
    select.derived.insert(select.derived.begin(), std::make_move_iterator(first.derived.begin()),
                          std::make_move_iterator(first.derived.end()));
    select.items = std::move(first.items);
    select.open_items = first.open_items;
    select.tables = std::move(first.tables);
    select.joins = std::move(first.joins);
    select.alone = first.alone;
    select.where = std::move(first.where);
    select.at = first.at;
  }

  void ReadWith(uint32_t node, Select& select, int depth) {
    const uint32_t ctes = tree_.Member(tree_.Member(node, "withClause"), "ctes");
    for (uint32_t item = tree_.First(ctes); item != kNone; item = tree_.Next(item)) {
      const uint32_t cte = tree_.Member(item, "CommonTableExpr");
      Common common;
      const size_t name = exprs_.TokenAt(cte);
      common.name = exprs_.NameAt(name);
      if (tree_.Member(cte, "aliascolnames") != kNone && tokens_.IsSymbol(name + 1, "(")) {
        for (size_t i = name + 2; i < tokens_.Closing(name + 1); i += 2) {
          common.columns.push_back(exprs_.NameAt(i));
        }
      }
      const uint32_t query = tree_.First(tree_.Member(cte, "ctequery"));
      if (query != kNone && tree_.Name(query) == "SelectStmt") {
        common.query.push_back(ReadSelect(query, depth + 1));
      }
      select.with.push_back(std::move(common));
    }
  }

  void ReadItems(uint32_t node, Select& select, int depth) {
    const uint32_t items = tree_.Member(node, "targetList");
    for (uint32_t item = tree_.First(items); item != kNone; item = tree_.Next(item)) {
      const uint32_t target = tree_.Member(item, "ResTarget");
      const size_t begin = exprs_.TokenAt(target);
      if (!select.at && begin < tokens_.size()) select.at = SelectAt(begin);
      select.items.push_back(ReadItem(target, begin, depth));
      select.open_items |= select.items.back().expr.kind == ExprKind::kHole;
    }
  }

  // The word SELECT before the first item.
  Loc SelectAt(size_t index) const {
    for (size_t i = index; i > 0 && index - i < 8; --i) {
      if (tokens_.Is(i - 1, Keyword::kSelect)) return tokens_.At(i - 1);
    }
    return tokens_.At(index);
  }

  SelectItem ReadItem(uint32_t target, size_t begin, int depth) {
    SelectItem item = {.expr = exprs_.Read(tree_.First(tree_.Member(target, "val")), depth + 1)};
    if (tree_.Member(target, "name") == kNone) return item;
    const size_t alias = AliasOf(begin);
    if (tokens_.Has(alias, Kind::kHole)) {
      // `a {{ b }}`: the hole may continue the expression, or bring further items.
      item.expr = {.kind = ExprKind::kHole, .where = item.expr.where, .text = tokens_.At(alias)};
    } else {
      item.alias = exprs_.NameAt(alias);
    }
    return item;
  }

  // The last token of an item that begins at `begin`.
  size_t AliasOf(size_t begin) const {
    size_t i = begin;
    while (i < tokens_.size()) {
      if (tokens_.IsSymbol(i, "(") || tokens_.IsSymbol(i, "[")) i = tokens_.Closing(i);
      const size_t next = i + 1;
      if (next >= tokens_.size() || tokens_.IsSymbol(next, ",") || tokens_.IsSymbol(next, ")") ||
          EndsItem(next)) {
        return i;
      }
      i = next;
    }
    return tokens_.size();
  }
  bool EndsItem(size_t index) const {
    if (tokens_.IsSymbol(index - 1, ".") || tokens_.Is(index - 1, Keyword::kAs)) return false;
    switch (tokens_[index].word->keyword) {
      case Keyword::kFrom:
      case Keyword::kWhere:
      case Keyword::kGroup:
      case Keyword::kHaving:
      case Keyword::kOrder:
      case Keyword::kLimit:
      case Keyword::kUnion:
      case Keyword::kReturning:
      case Keyword::kInto:
        return true;
      // Not the FROM of `a IS DISTINCT FROM b`, but all of these are refused elsewhere.
      default:
        return false;
    }
  }

  void ReadFrom(uint32_t node, Select& select, int depth) {
    const uint32_t from = tree_.Member(node, "fromClause");
    for (uint32_t source = tree_.First(from); source != kNone; source = tree_.Next(source)) {
      ReadSource(tree_.First(source), select, depth);
      if (source != tree_.First(from)) ReadSeparator(tree_.First(source), select);
    }
    const uint32_t first = tree_.First(from);
    select.alone = first != kNone && tree_.Next(first) == kNone && select.tables.size() == 1 &&
                   tree_.Name(tree_.First(first)) == "RangeVar";
    // Under an alias, its columns may have other names: t(a, b).
    const uint32_t only = first == kNone ? kNone : tree_.First(first);
    select.derived_alone = only != kNone && tree_.Next(first) == kNone &&
                           tree_.Name(only) == "RangeSubselect" &&
                           tree_.Member(tree_.Member(only, "alias"), "colnames") == kNone;
  }

  void ReadTail(uint32_t node, Select& select, int depth) {
    for (const std::string_view part : {"groupClause", "havingClause", "sortClause"}) {
      exprs_.ReadParts(tree_.Member(node, part), select.tail, depth + 1);
    }
    for (const std::string_view part : {"limitCount", "limitOffset"}) {
      const uint32_t member = tree_.Member(node, part);
      if (member != kNone) exprs_.Read(tree_.First(member), depth + 1);
    }
  }

  // Queries inside of expressions become sources of their own.
  void Subqueries(Select& select, int depth) {
    const std::vector<uint32_t> nodes = std::exchange(exprs_.subqueries(), {});
    for (const uint32_t inner : nodes) {
      select.derived.push_back(ReadSelect(inner, depth + 1));
      select.derived.back().inside_expression = true;
    }
  }

  // --- INSERT, UPDATE, DELETE --------------------------------------------------------------------

  void Insert(uint32_t node, Statement& statement) {
    statement.kind = Statement::Kind::kInsert;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    const uint32_t columns = tree_.Member(node, "cols");
    for (uint32_t item = tree_.First(columns); item != kNone; item = tree_.Next(item)) {
      const size_t index = exprs_.TokenAt(tree_.Member(item, "ResTarget"));
      Name name = exprs_.NameAt(index);
      if (tokens_.Has(index, Kind::kHole)) {
        statement.open_columns = true;
      } else {
        statement.columns.push_back(std::move(name));
      }
    }
    const uint32_t source = tree_.First(tree_.Member(node, "selectStmt"));
    if (source != kNone) InsertSource(source, statement);
    ReadWith(node, statement.select, 0);
    Returning(node, statement);
    Subqueries(statement.select, 0);
  }

  void InsertSource(uint32_t source, Statement& statement) {
    const uint32_t lists = tree_.Member(source, "valuesLists");
    if (lists == kNone) {
      statement.select = ReadSelect(source, 0);
      if (statement.select.united || tree_.Member(source, "fromClause") != kNone) return;
      std::vector<Expr> row;
      for (SelectItem& item : statement.select.items) row.push_back(std::move(item.expr));
      statement.select.items.clear();
      statement.selected_row = true;
      return AddRow(std::move(row), statement);
    }
    for (uint32_t list = tree_.First(lists); list != kNone; list = tree_.Next(list)) {
      std::vector<Expr> row;
      const uint32_t items = tree_.Member(tree_.Member(list, "List"), "items");
      for (uint32_t item = tree_.First(items); item != kNone; item = tree_.Next(item)) {
        row.push_back(exprs_.Read(tree_.First(item), 1));
      }
      AddRow(std::move(row), statement);
    }
    Subqueries(statement.select, 0);
  }

  static void AddRow(std::vector<Expr> row, Statement& statement) {
    for (const Expr& value : row) {
      statement.open_rows |= value.kind == ExprKind::kHole || value.kind == ExprKind::kStar;
    }
    statement.rows.push_back(std::move(row));
  }

  void Update(uint32_t node, Statement& statement) {
    statement.kind =
        tokens_.Is(0, Keyword::kReplace) ? Statement::Kind::kReplace : Statement::Kind::kUpdate;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    const uint32_t targets = tree_.Member(node, "targetList");
    for (uint32_t item = tree_.First(targets); item != kNone; item = tree_.Next(item)) {
      const uint32_t target = tree_.Member(item, "ResTarget");
      size_t index = exprs_.TokenAt(target);
      std::vector<Name> names = exprs_.Dotted(index);
      Assignment set;
      if (!names.empty()) set.column = std::move(names.back());
      set.value = exprs_.Read(tree_.First(tree_.Member(target, "val")), 1);
      statement.sets.push_back(std::move(set));
    }
    Tail(node, "fromClause", statement);
  }

  void Delete(uint32_t node, Statement& statement) {
    statement.kind = Statement::Kind::kDelete;
    statement.target = ReadTable(tree_.Member(node, "relation"));
    Tail(node, "usingClause", statement);
  }

  void Tail(uint32_t node, std::string_view sources, Statement& statement) {
    // Conditions on other tables have no place in the statement.
    if (const uint32_t others = tree_.Member(node, sources); others != kNone) {
      statement.partial = true;
      for (uint32_t source = tree_.First(others); source != kNone; source = tree_.Next(source)) {
        ReadSource(tree_.First(source), statement.select, 0);
      }
    }
    ReadWith(node, statement.select, 0);
    if (const uint32_t where = tree_.Member(node, "whereClause"); where != kNone) {
      statement.where_clause.push_back(exprs_.Read(tree_.First(where), 1));
    }
    Returning(node, statement);
    Subqueries(statement.select, 0);
  }

  void Returning(uint32_t node, Statement& statement) {
    const uint32_t list = tree_.Member(node, "returningList");
    for (uint32_t item = tree_.First(list); item != kNone; item = tree_.Next(item)) {
      const uint32_t target = tree_.Member(item, "ResTarget");
      statement.returning.push_back(ReadItem(target, exprs_.TokenAt(target), 1));
    }
  }

  const Tokens& tokens_;
  const PgTree& tree_;
  ExprReader exprs_;
};

void AddConjuncts(const Expr& expr, std::vector<const Expr*>& terms, int depth) {
  if (expr.kind != Expr::Kind::kAnd || depth > kDeepestTree) {
    terms.push_back(&expr);
    return;
  }
  for (const Expr& arg : expr.args) AddConjuncts(arg, terms, depth + 1);
}

}  // namespace

void Convert(Sources& sources, const Tokens& tokens, const PgTree& tree, Statement& statement) {
  Converter(sources, tokens, tree).Run(statement);
}

bool Select::HasSources() const {
  return !tables.empty() || std::any_of(derived.begin(), derived.end(), [](const Select& source) {
    return !source.inside_expression;
  });
}

std::vector<const Expr*> Conjuncts(const std::vector<Expr>& condition) {
  constexpr size_t kUsualTerms = 8;
  std::vector<const Expr*> terms;
  terms.reserve(kUsualTerms);
  for (const Expr& expr : condition) AddConjuncts(expr, terms, 0);
  return terms;
}

}  // namespace stackql::sql
