#include <algorithm>
#include <array>
#include <string_view>

#include "base/ascii.h"
#include "sql/checks.h"

namespace stackql::sql {
namespace {

using Kind = Token::Kind;
constexpr uint32_t kNone = PgTree::kNone;

// A member of the tree that shows a construct, the words that spell it, and what to do instead.
struct Construct {
  std::string_view member = {};
  std::string_view value = {};  // empty: any
  Keyword first = Keyword::kNone;
  Keyword second = Keyword::kNone;  // kNone: one word only
  std::string_view help = {};
};

// Each was given to StackQL's parser and refused.
constexpr Construct kConstructs[] = {
    {"kind", "AEXPR_ILIKE", Keyword::kIlike, Keyword::kNone, "Compare lower() of it with LIKE."},
    {"kind", "AEXPR_SIMILAR", Keyword::kSimilar, Keyword::kTo, "Use LIKE or regexp_like()."},
    {"kind", "AEXPR_DISTINCT", Keyword::kDistinct, Keyword::kFrom, "Use <> and IS NULL."},
    {"kind", "AEXPR_NOT_DISTINCT", Keyword::kDistinct, Keyword::kFrom, "Use = and IS NULL."},
    {"kind", "AEXPR_OP_ANY", Keyword::kAny, Keyword::kNone, "Use IN."},
    {"booltesttype", "IS_UNKNOWN", Keyword::kUnknown, Keyword::kNone, "Use IS NULL."},
    {"booltesttype", "IS_NOT_UNKNOWN", Keyword::kUnknown, Keyword::kNone, "Use IS NOT NULL."},
    {"nulltesttype", "IS_NULL", Keyword::kIsNull, Keyword::kNone, "Use IS NULL."},
    {"nulltesttype", "IS_NOT_NULL", Keyword::kNotNull, Keyword::kNone, "Use IS NOT NULL."},
    {"A_ArrayExpr", "", Keyword::kArray, Keyword::kNone, "Use json_array()."},
    {"agg_filter", "", Keyword::kFilter, Keyword::kNone, "Use CASE inside the aggregate."},
    {"windowClause", "", Keyword::kWindow, Keyword::kNone, "Write the window after OVER."},
    {"RangeTableSample", "", Keyword::kTablesample, Keyword::kNone, "Use LIMIT."},
    {"lateral", "", Keyword::kLateral, Keyword::kNone, "Use a JOIN."},
    {"jointype", "JOIN_FULL", Keyword::kFull, Keyword::kNone, "Use LEFT JOIN and UNION."},
    {"sortby_nulls", "SORTBY_NULLS_LAST", Keyword::kNulls, Keyword::kLast,
     "Order by an expression."},
    {"limitCount", "", Keyword::kLimit, Keyword::kAll, "Remove it."},
    {"op", "SETOP_EXCEPT", Keyword::kExcept, Keyword::kNone,
     "Run both queries, and compare their rows."},
    {"op", "SETOP_INTERSECT", Keyword::kIntersect, Keyword::kNone, "Use a JOIN."},
    {"onConflictClause", "", Keyword::kOn, Keyword::kConflict,
     "Use the anchors exists and update instead."},
    {"MultiAssignRef", "", Keyword::kSet, Keyword::kNone, "Set one column at a time."},
    {"distinctClause", "", Keyword::kDistinct, Keyword::kOn, "Use GROUP BY."},
};

class TreeChecker {
 public:
  TreeChecker(const Tokens& tokens, const PgTree& tree, Problems& problems)
      : tokens_(tokens), tree_(tree), problems_(problems), before_(problems.size()) {}

  void Run() {
    Statement();
    if (!MayHaveConstructs()) return;
    Arrows();
    Unions();
    for (uint32_t node = 0; node < tree_.size(); ++node) {
      const std::string_view name = tree_.Name(node);
      if (name.empty() || name == "location") continue;
      const auto* construct = std::find_if(
          std::begin(kConstructs), std::end(kConstructs), [&](const Construct& candidate) {
            return candidate.member == name &&
                   (candidate.value.empty() || candidate.value == tree_.Text(node));
          });
      if (construct != std::end(kConstructs)) {
        Report(*construct, node);
      } else {
        Other(name, node);
      }
    }
  }

 private:
  // Whether one of the tokens, literals aside, is or holds a hole.
  bool HasHole(size_t first, size_t end) const {
    for (size_t i = first; i < std::min(end, tokens_.size()); ++i) {
      if (tokens_.IsHole(i)) return true;
    }
    return false;
  }

  // Whether any token can belong to one of the constructs: most statements have none.
  bool MayHaveConstructs() const {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Keyword keyword = tokens_[i].word->keyword;
      if (keyword == Keyword::kNone ? IsTelling(i) : IsTelling(keyword)) return true;
      if (keyword == Keyword::kSet && tokens_.IsSymbol(i + 1, "(")) return true;
      if (keyword == Keyword::kInto && !tokens_.Is(0, Keyword::kInsert)) return true;
    }
    return false;
  }
  static bool IsTelling(Keyword keyword) {
    switch (keyword) {
      case Keyword::kDistinct:
      case Keyword::kLimit:
      case Keyword::kOn:
      case Keyword::kCast:
      case Keyword::kExtract:
      case Keyword::kPosition:
      case Keyword::kTrim:
      case Keyword::kSetFunction:
      case Keyword::kOffset:
      case Keyword::kOrder:
      case Keyword::kUnion:
        return true;
      default:
        return keyword != Keyword::kSet && IsFirst(keyword);
    }
  }
  static constexpr bool IsFirst(Keyword keyword) {
    for (const Construct& construct : kConstructs) {
      if (construct.first == keyword) return true;
    }
    return false;
  }
  bool IsTelling(size_t index) const {
    if (tokens_[index].kind != Kind::kSymbol) return false;
    switch (tokens_.Text(index)[0]) {
      case '[':
      case '~':
        return true;
      case '.':
        return tokens_.IsSymbol(index - 1, ")") || tokens_.IsSymbol(index - 4, ".");
      case '=':
      case ':':
      case '-':
        return tokens_.Text(index).size() > 1;
      default:
        return false;
    }
  }

  // Where to look for the words: at the place of the node, or of the one it is a member of.
  size_t Near(uint32_t node) const {
    uint32_t location = tree_.Member(node, "location");
    for (uint32_t next = node; location == kNone && next != kNone; next = tree_.Next(next)) {
      if (tree_.Name(next) == "location") location = next;
    }
    return tokens_.FirstEndingAfter(tree_.Offset(location) + tokens_[0].where.begin);
  }

  bool Spells(size_t index, const Construct& construct) const {
    return tokens_.Is(index, construct.first) &&
           (construct.second == Keyword::kNone || tokens_.Is(index + 1, construct.second)) &&
           !tokens_.IsSymbol(index - 1, ".");
  }

  void Report(const Construct& construct, uint32_t node) {
    const bool two = construct.second != Keyword::kNone;
    size_t found = Near(node);
    while (found < tokens_.size() && !Spells(found, construct)) ++found;
    if (found == tokens_.size()) {
      // Without a place of its own.
      found = 0;
      while (found < tokens_.size() && !Spells(found, construct)) ++found;
    }
    if (found < tokens_.size()) Unsupported(found, found + (two ? 1 : 0), construct.help);
  }

  // Once for each place.
  void Unsupported(size_t first, size_t last, std::string_view help) {
    const Loc where = tokens_.At(first, last);
    for (size_t i = before_; i < problems_.size(); ++i) {
      if (problems_[i].where == where) return;
    }
    if (problems_.size() - before_ < kMost) {
      ReportUnsupported(tokens_, first, last, help, problems_);
    }
  }

  void Other(std::string_view name, uint32_t node) {
    if (name == "ColumnRef") {
      Column(node);
    } else if (name == "A_Indirection") {
      Indirection(node);
    } else if (name == "TypeCast") {
      Cast(node);
    } else if (name == "FuncCall") {
      Call(node);
    } else if (name == "RangeFunction") {
      Source(node);
    } else if (name == "A_Expr") {
      Operator(node);
    } else if (name == "limitOffset") {
      Offset(node);
    } else if (name == "intoClause") {
      Into(node);
    }
  }

  // a.b.c.d, a.b.c.*
  void Column(uint32_t node) {
    uint32_t parts = 0;
    for (uint32_t part = tree_.First(tree_.Member(node, "fields")); part != kNone;
         part = tree_.Next(part)) {
      ++parts;
    }
    const size_t first = Near(node);
    if (!tokens_.IsName(first)) return;
    size_t last = first;
    uint32_t written = 1;
    while (tokens_.IsSymbol(last + 1, ".") && last + 2 < tokens_.size()) {
      last += 2;
      ++written;
    }
    if (HasHole(first, last + 1)) return;
    if (std::max(parts, written) > 3) Unsupported(first, last, "Give the table an alias.");
  }

  // a[1], (row).field
  void Indirection(uint32_t node) {
    const uint32_t argument = tree_.First(tree_.Member(node, "arg"));
    const size_t near = argument == kNone ? 0 : Near(argument);
    for (size_t i = near; i < tokens_.size(); ++i) {
      if (tokens_.IsSymbol(i, "[") && !tokens_.Is(i - 1, Keyword::kArray)) {
        const size_t close = tokens_.Closing(i);
        return Unsupported(i, std::min(close, tokens_.size() - 1), "Use json_extract().");
      }
      if (tokens_.IsSymbol(i, ")") && tokens_.IsSymbol(i + 1, ".") && tokens_.IsName(i + 2)) {
        return Unsupported(i + 1, i + 2, "Use json_extract().");
      }
    }
  }

  // CAST(a AS text); a::text elsewhere than at the end of an operand.
  void Cast(uint32_t node) {
    const size_t index = Near(node);
    const uint32_t type_node = tree_.Member(node, "typeName");
    const size_t type = type_node == kNone ? tokens_.size() : Near(type_node);
    if (tokens_.Is(index, Keyword::kCast) && tokens_.Is(type - 1, Keyword::kAs)) {
      if (tokens_.Has(type, Kind::kWord) && !tokens_[type].hole && !IsCastType(type)) {
        Unsupported(type, type,
                    "The types are binary, char, date, datetime, decimal, json, nchar, real, "
                    "signed, time and unsigned.");
      }
    } else if (tokens_.IsSymbol(index, "::") && !EndsOperand(type)) {
      Unsupported(index, std::min(type, tokens_.size() - 1), "Use CAST(... AS ...).");
    }
  }

  bool IsCastType(size_t index) const {
    constexpr std::array<std::string_view, 11> kTypes = {"binary",  "char", "date",    "datetime",
                                                         "decimal", "json", "nchar",   "real",
                                                         "signed",  "time", "unsigned"};
    const std::string_view text = tokens_.Text(index);
    return std::any_of(kTypes.begin(), kTypes.end(),
                       [&](std::string_view type) { return EqualsIgnoringCase(type, text); });
  }

  // Whether a cast by `::` may be the last part of its operand, as StackQL wants it.
  bool EndsOperand(size_t type) const {
    const size_t next = std::min(type, tokens_.size() - 1) + 1;
    return !GoesOn(next) || HasHole(type, next + 1);
  }

  // Whether something after an operand makes it one of a greater operand.
  bool GoesOn(size_t index) const {
    if (tokens_.Has(index, Kind::kSymbol)) {
      constexpr std::array<std::string_view, 6> kEnds = {",", ")", "::", "[", "||", "&&"};
      return std::find(kEnds.begin(), kEnds.end(), tokens_.Text(index)) == kEnds.end();
    }
    constexpr std::array<Keyword, 6> kOperators = {Keyword::kIn,     Keyword::kLike,
                                                   Keyword::kRegexp, Keyword::kBetween,
                                                   Keyword::kDiv,    Keyword::kMod};
    return tokens_.Has(index, Kind::kWord) &&
           std::find(kOperators.begin(), kOperators.end(), tokens_[index].word->keyword) !=
               kOperators.end();
  }

  // json_agg(x ORDER BY y), EXTRACT(a FROM b), POSITION(a IN b), TRIM(BOTH a FROM b)
  void Call(uint32_t node) {
    const size_t index = Near(node);
    if (tree_.Text(tree_.Member(node, "funcformat")) == "COERCE_SQL_SYNTAX") {
      if (tokens_.Is(index, Keyword::kExtract) || tokens_.Is(index, Keyword::kPosition)) {
        Unsupported(index, index, "Use date or string functions.");
      }
      const bool both = tokens_.Is(index + 2, Keyword::kBoth) ||
                        tokens_.Is(index + 2, Keyword::kLeading) ||
                        tokens_.Is(index + 2, Keyword::kTrailing);
      if (tokens_.Is(index, Keyword::kTrim) && both) {
        Unsupported(index + 2, index + 2, "Use trim(), ltrim() or rtrim().");
      }
    }
    if (tree_.Member(node, "agg_order") == kNone || !tokens_.IsSymbol(index + 1, "(")) return;
    if (tokens_[index].word->reserved) return;  // group_concat() may order
    const size_t close = tokens_.Closing(index + 1);
    for (size_t i = index + 2; i < close; ++i) {
      if (tokens_.IsSymbol(i, "(")) i = tokens_.Closing(i);
      if (tokens_.Is(i, Keyword::kOrder) && tokens_.Is(i + 1, Keyword::kBy)) {
        if (HasHole(index, i)) return;
        return Unsupported(i, i + 1, "Order the rows in a derived table.");
      }
    }
  }

  // FROM generate_series(1, 3)
  void Source(uint32_t node) {
    for (uint32_t child = node + 1; child < tree_.size() && child < node + 8; ++child) {
      if (tree_.Name(child) != "FuncCall") continue;
      const uint32_t name = tree_.First(tree_.First(tree_.Member(child, "funcname")));
      const std::string_view text = tree_.Text(tree_.Member(name, "sval"));
      if (text == "generate_series" || text == "unnest") {
        const size_t index = Near(child);
        if (index < tokens_.size()) Unsupported(index, index, "Use json_each().");
      }
      return;
    }
  }

  void Operator(uint32_t node) {
    if (tree_.Member(node, "lexpr") == kNone) return;
    const size_t index = Near(node);
    if (tokens_.IsSymbol(index, "~")) Unsupported(index, index, "Use REGEXP or LIKE.");
    if (tokens_.IsSymbol(index, "!") && tokens_.IsSymbol(index + 1, "~")) {
      Unsupported(index, index + 1, "Use NOT REGEXP or NOT LIKE.");
    }
    if (tokens_.IsSymbol(index, "==")) Unsupported(index, index, "Use =.");
  }

  // OFFSET without LIMIT, which a hole may bring.
  void Offset(uint32_t node) {
    if (HasHole(0, tokens_.size())) return;
    for (uint32_t next = node; next != kNone; next = tree_.Next(next)) {
      if (tree_.Name(next) == "limitCount") return;
    }
    const Construct offset = {"", "", Keyword::kOffset, Keyword::kNone, "Put LIMIT before it."};
    Report(offset, node);
  }

  // SELECT a INTO b
  void Into(uint32_t node) {
    const Construct into = {"", "", Keyword::kInto, Keyword::kNone, "Use CREATE TABLE ... AS."};
    if (tree_.Member(node, "rel") != kNone && tokens_.Is(0, Keyword::kSelect)) Report(into, node);
  }

  // --- what the kind of statement tells ----------------------------------------------------------

  void Statement() {
    const uint32_t first = tree_.First(tree_.Member(tree_.root(), "stmts"));
    const uint32_t node = tree_.First(tree_.Member(first, "stmt"));
    if (node == kNone) return;
    const std::string_view kind = tree_.Name(node);
    if (kind == "MergeStmt" || kind == "CopyStmt" || kind == "CallStmt" || kind == "GrantStmt") {
      Unsupported(0, 0, "");
    } else if (kind == "InsertStmt") {
      if (tree_.Member(node, "withClause") != kNone && tokens_.Is(0, Keyword::kWith)) {
        Unsupported(0, 0, "Write literal values, or insert them by templates.");
      }
      const Construct values = {"", "", Keyword::kDefault, Keyword::kValues,
                                "Name the columns and their values."};
      if (tree_.Member(node, "selectStmt") == kNone) Report(values, node);
    } else if (kind == "SelectStmt") {
      Select(node);
    } else if (kind == "ViewStmt") {
      View(node);
    } else if (kind == "TransactionStmt" && tokens_.Is(1, Keyword::kTransaction) &&
               tokens_.Is(0, Keyword::kBegin)) {
      Unsupported(1, 1, "Use BEGIN alone.");
    }
  }

  // CREATE VIEW v (a) AS ...
  void View(uint32_t node) {
    if (tree_.Member(node, "aliases") == kNone) return;
    size_t open = 0;
    while (open < tokens_.size() && !tokens_.IsSymbol(open, "(")) ++open;
    const size_t close = tokens_.Closing(open);
    if (close == tokens_.size() || HasHole(0, close + 1)) return;
    Unsupported(open, close, "Name the columns in its SELECT: a AS b.");
  }

  // ... UNION (SELECT ...)
  void Unions() {
    if (tokens_.IsSymbol(0, "(")) return;  // said of that one
    for (size_t i = 0; i + 2 < tokens_.size(); ++i) {
      if (!tokens_.Is(i, Keyword::kUnion)) continue;
      const size_t open = tokens_.Is(i + 1, Keyword::kAll) ? i + 2 : i + 1;
      if (!tokens_.IsSymbol(open, "(") || !tokens_.Is(open + 1, Keyword::kSelect)) continue;
      Unsupported(open, open, "Remove the brackets around the parts of a UNION.");
    }
  }

  void Select(uint32_t node) {
    if (tokens_.Is(0, Keyword::kValues) || tokens_.Is(0, Keyword::kTable)) {
      return Unsupported(0, 0, "Use SELECT.");
    }
    if (tokens_.Is(0, Keyword::kSelect) && tokens_.Is(1, Keyword::kAll)) {
      Unsupported(1, 1, "Remove it.");
    }
    if (tokens_.Is(0, Keyword::kSelect) && tokens_.Is(1, Keyword::kFrom) &&
        tree_.Member(node, "targetList") == kNone) {
      Unsupported(0, 1, "Name the columns, or select *.");
    }
    if (tree_.Text(tree_.Member(node, "op")) == "SETOP_UNION" && tokens_.IsSymbol(0, "(")) {
      Unsupported(0, 0, "Remove the brackets around the parts of a UNION.");
    }
  }

  // a -> 'b' -> 'c', f(a) ->> 'b'
  void Arrows() {
    const auto arrow = [&](size_t index) {
      return tokens_.IsSymbol(index, "->") || tokens_.IsSymbol(index, "->>");
    };
    for (size_t i = 1; i + 2 < tokens_.size(); ++i) {
      if (!arrow(i) || HasHole(i - 1, i + 2)) continue;
      if (arrow(i + 2)) {
        Unsupported(i + 2, i + 2, "Use json_extract() with a longer path.");
      } else if (tokens_.IsSymbol(i - 1, ")") && EndsCall(i - 1)) {
        Unsupported(i, i, "Use json_extract().");
      }
    }
  }
  bool EndsCall(size_t close) const {
    size_t depth = 0;
    for (size_t i = close + 1; i > 0 && close - i + 1 < 400; --i) {
      if (tokens_.IsSymbol(i - 1, ")")) ++depth;
      if (tokens_.IsSymbol(i - 1, "(") && --depth == 0) {
        return i > 1 && tokens_.Has(i - 2, Kind::kWord) && !tokens_[i - 2].word->reserved;
      }
    }
    return false;
  }

  static constexpr size_t kMost = 20;  // a statement

  const Tokens& tokens_;
  const PgTree& tree_;
  Problems& problems_;
  size_t before_;
};

}  // namespace

void CheckTree(const Tokens& tokens, const PgTree& tree, Problems& problems) {
  TreeChecker(tokens, tree, problems).Run();
}

}  // namespace stackql::sql
