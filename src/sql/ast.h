#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/sources.h"

// StackQL statements as a small closed tree. Shape comes from libpg_query, names and literals from
// the user's bytes. What the tree cannot say is kOther and is not checked.
namespace stackql::sql {

// A name as written: `Name`, "Name".
struct Name {
  std::string text = {};  // quotes removed, "" undoubled; case kept
  Loc where = {};         // with the quotes
  bool quoted = false;
  bool unknown = false;  // a template hole is in it
};

struct Select;

struct Expr {
  enum class Kind : uint8_t {
    kString,  // 'text'; `text` is the decoded content
    kNumber,  // `text` is the lexeme, sign included
    kBool,
    kNull,
    kColumn,   // `names`: column, or qualifier(s) and column
    kStar,     // *, or t.* with `names` the qualifier
    kCall,     // names.back() is the function; `args`
    kCompare,  // `op` is = <> < > <= >= LIKE ...; two args
    kAnd,      // args
    kOr,       // args
    kNot,      // NOT args[0]
    kIn,       // args[0] IN (args[1..]); `open_list` if a hole is among them
    kHole,     // a bare template hole: anything
    kOther,    // an expression that is not on this list
  };
  Kind kind = Kind::kOther;
  Loc where = {};       // the whole expression as far as it is known
  Loc text = {};        // kString: decoded; kNumber, kBool: lexeme; may hold holes
  std::string op = {};  // kCompare; kOther: the operator or the first word, as written, if known
  std::vector<Name> names = {};
  std::vector<Expr> args = {};
  bool negated = false;    // NOT IN, NOT LIKE
  bool open_list = false;  // a hole is in the list: at least these
};

// provider.service.resource[.method]
struct Table {
  std::vector<Name> parts = {};
  Loc where = {};
  Name alias = {};  // empty text: none
};

struct SelectItem {
  Expr expr = {};
  Name alias = {};
};

// A function whose rows are read: json_each(tags) AS tag.
struct TableFunction {
  Expr call = {};
  Name alias = {};  // empty text: none
};

// What joins a table to those before it.
struct Join {
  enum class Form : uint8_t { kOn, kUsing, kNatural, kBare, kComma };
  Form form = Form::kOn;
  Loc where = {};             // JOIN with the words before it, or the comma
  std::vector<Expr> on = {};  // kOn: the one condition
};

struct Common {  // common table expression: WITH name AS (...)
  Name name = {};
  std::vector<Name> columns = {};  // WITH name (a, b)
  std::vector<Select> query;       // one; clang 14 takes no initialiser while Select is incomplete
};

// One SELECT, with the tables its FROM names at any depth of joins. In an UPDATE or DELETE: what
// is beside the target in FROM or USING, and the subqueries of expressions.
struct Select {
  std::vector<Common> with = {};
  std::vector<SelectItem> items = {};
  bool open_items = false;  // a hole is among the items
  std::vector<Table> tables = {};
  std::vector<Join> joins = {};  // of those tables, as far as they are known
  std::vector<TableFunction> functions = {};
  std::vector<Select> derived = {};  // derived tables, subqueries, UNION arms after the first
  bool alone = false;                // FROM names one table and nothing else
  bool derived_alone = false;        // FROM has one derived table and nothing else
  bool united = false;               // a UNION: all but `derived` is of the first arm
  bool refused = false;              // a set operation that StackQL does not have
  bool arm = false;                  // a later arm of a UNION
  bool inside_expression = false;    // a subquery: its names may be of the query around it
  std::vector<Expr> where = {};      // empty, or the one condition
  std::vector<Expr> tail = {};       // what GROUP BY, HAVING and ORDER BY name
  Loc at = {};

  // Whether FROM names anything.
  bool HasSources() const;
};

struct Assignment {
  Name column = {};
  Expr value = {};
};

struct Statement {
  enum class Kind : uint8_t { kSelect, kInsert, kUpdate, kDelete, kReplace, kOther };
  Kind kind = Kind::kOther;
  Loc where = {};  // first to last token, without the semicolon
  Loc verb = {};   // the first word (after WITH ... for a CTE: SELECT)
  // A hole is neither in a literal nor a whole operand, or the statement was not read to its end:
  // what is present may be checked, what is absent may not.
  bool partial = false;
  bool not_checked = false;  // too large, too deep, or of a kind that is not in this tree
  bool executes = false;     // FROM (EXEC ...) is in it, which calls whatever method it names
  // GROUP BY, HAVING, LIMIT, OFFSET, OVER or a set operation is in it: it may give fewer rows than
  // its items and conditions say, or more.
  bool counts_rows = false;

  Table target = {};               // INSERT, UPDATE, DELETE, REPLACE
  std::vector<Name> columns = {};  // INSERT
  bool open_columns = false;       // a hole is among the columns
  std::vector<std::vector<Expr>> rows =
      {};                               // INSERT ... VALUES, or one row from SELECT without FROM
  bool selected_row = false;            // the one row is of a SELECT
  bool open_rows = false;               // a hole is among the values
  Select select = {};                   // SELECT, or INSERT ... SELECT ... FROM
  std::vector<Assignment> sets = {};    // UPDATE, REPLACE
  std::vector<Expr> where_clause = {};  // UPDATE, DELETE: empty, or the one condition
  std::vector<SelectItem> returning = {};
};

// The terms of a condition that must all hold: the operands of its top-level ANDs.
std::vector<const Expr*> Conjuncts(const std::vector<Expr>& condition);

}  // namespace stackql::sql
