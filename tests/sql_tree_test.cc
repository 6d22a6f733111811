#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "sql/parse.h"
#include "sql_reading.h"

namespace stackql::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// An expression in brackets, with the bytes that it was made from.
std::string Show(const Reading& reading, const Expr& expr) {
  const auto args = [&] {
    std::string text;
    for (const Expr& arg : expr.args) text += ' ' + Show(reading, arg);
    return text;
  };
  std::string names;
  for (const Name& name : expr.names) {
    names += (names.empty() ? "" : ".") + (name.unknown ? "?" : name.text);
  }
  switch (expr.kind) {
    case Expr::Kind::kString: {
      std::string text(reading.Bytes(expr.text));
      for (size_t at; (at = text.find(kHoleBytes)) != std::string::npos;) text.replace(at, 3, "?");
      return "'" + text + "'";
    }
    case Expr::Kind::kNumber:
    case Expr::Kind::kBool:
      return std::string(reading.Bytes(expr.text));
    case Expr::Kind::kNull:
      return "NULL";
    case Expr::Kind::kColumn:
      return names;
    case Expr::Kind::kStar:
      return names + "*";
    case Expr::Kind::kCall:
      return '(' + names + "()" + args() + ')';
    case Expr::Kind::kCompare:
      return '(' + std::string(expr.negated ? "NOT " : "") + expr.op + args() + ')';
    case Expr::Kind::kAnd:
      return "(AND" + args() + ')';
    case Expr::Kind::kOr:
      return "(OR" + args() + ')';
    case Expr::Kind::kNot:
      return "(NOT" + args() + ')';
    case Expr::Kind::kIn:
      return '(' + std::string(expr.negated ? "NOT " : "") + "IN" + args() +
             (expr.open_list ? " ...)" : ")");
    case Expr::Kind::kHole:
      return "?";
    case Expr::Kind::kOther:
      return "(other" + args() + ')';
  }
  return {};
}

std::string ShowTable(const Table& table) {
  std::string text;
  for (const Name& part : table.parts) {
    text += (text.empty() ? "" : ".") + (part.unknown ? "?" : part.text);
  }
  return table.alias.text.empty() ? text : text + " AS " + table.alias.text;
}

std::string ShowItems(const Reading& reading, const std::vector<SelectItem>& items) {
  std::string text;
  for (const SelectItem& item : items) {
    text += (text.empty() ? "" : ", ") + Show(reading, item.expr);
    if (!item.alias.text.empty()) text += " AS " + item.alias.text;
  }
  return text;
}

std::string ShowSelect(const Reading& reading, const Select& select) {
  std::string text;
  for (const Common& common : select.with) {
    text += "with " + common.name.text + " [";
    for (const Select& query : common.query) text += ShowSelect(reading, query);
    text += "] ";
  }
  text += ShowItems(reading, select.items);
  if (select.open_items) text += " ...";
  for (const Table& table : select.tables) text += " | " + ShowTable(table);
  if (select.united) {
    text += " united";
  } else if (!select.alone && select.HasSources()) {
    text += " joined";
  }
  for (const Select& derived : select.derived) text += " [" + ShowSelect(reading, derived) + ']';
  for (const Expr& where : select.where) text += " where " + Show(reading, where);
  return text;
}

std::string Show(const Reading& reading, const Statement& statement) {
  std::string text;
  switch (statement.kind) {
    case Statement::Kind::kSelect:
      text = "select " + ShowSelect(reading, statement.select);
      break;
    case Statement::Kind::kInsert: {
      text = "insert " + ShowTable(statement.target) + " (";
      for (const Name& column : statement.columns) text += column.text + ' ';
      text += statement.open_columns ? "...)" : ")";
      for (const std::vector<Expr>& row : statement.rows) {
        text += " (";
        for (const Expr& value : row) text += Show(reading, value) + ' ';
        text += ')';
      }
      if (statement.open_rows) text += " open";
      if (!statement.select.items.empty())
        text += " [" + ShowSelect(reading, statement.select) + ']';
      break;
    }
    case Statement::Kind::kUpdate:
    case Statement::Kind::kReplace:
      text = statement.kind == Statement::Kind::kUpdate ? "update " : "replace ";
      text += ShowTable(statement.target);
      for (const Assignment& set : statement.sets) {
        text += " set " + set.column.text + " = " + Show(reading, set.value);
      }
      break;
    case Statement::Kind::kDelete:
      text = "delete " + ShowTable(statement.target);
      break;
    case Statement::Kind::kOther:
      text = "other";
      break;
  }
  for (const Expr& where : statement.where_clause) text += " where " + Show(reading, where);
  if (!statement.returning.empty()) text += " returning " + ShowItems(reading, statement.returning);
  if (statement.partial) text += " partial";
  if (statement.not_checked) text += " not checked";
  return text;
}

struct Case {
  std::string_view sql;
  std::string_view tree;
};

void ExpectTrees(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    SCOPED_TRACE(test.sql);
    const Reading reading = Read(test.sql);
    EXPECT_THAT(reading.Refused(), IsEmpty());
    ASSERT_EQ(reading.statements.size(), 1U);
    EXPECT_EQ(Show(reading, reading.statements[0]), test.tree);
  }
}

TEST(SqlTree, OfSelects) {
  ExpectTrees({
      {"SELECT a, b.c AS d, count(*) e, * , b.* FROM p.s.r AS b WHERE region = 'x'",
       "select a, b.c AS d, (count()) AS e, *, b* | p.s.r AS b where (= region 'x')"},
      {"SELECT a FROM t WHERE a = 1 AND b <> -2.5 AND (c < 3 OR d >= 4) AND e LIKE 'x%'",
       "select a | t where (AND (= a 1) (<> b -2.5) (OR (< c 3) (>= d 4)) (LIKE e 'x%'))"},
      {"SELECT a FROM t WHERE a IN ('x', 'y') AND b NOT IN (1) AND c NOT LIKE 'z' AND d != 1",
       "select a | t where (AND (IN a 'x' 'y') (NOT IN b 1) (NOT LIKE c 'z') (!= d 1))"},
      {"SELECT NULL, TRUE, false, 'it''s', 'a\\'b', +1, 007, 0x1F, .5, 1e3",
       "select NULL, TRUE, false, 'it's', 'a'b', (other 1), (other), (other), (other), 1e3"},
      {"SELECT coalesce(a, 'x'), CASE WHEN b = 1 THEN c ELSE d END, CAST(e AS char), f::text FROM "
       "t",
       "select (other a 'x'), (other (= b 1) c d), (other e), (other f) | t"},
      {"SELECT a FROM t JOIN u ON t.a = u.a, v AS w WHERE t.b = 1",
       "select a | t | u | v AS w joined where (= t.b 1)"},
      {"SELECT a FROM t JOIN u WHERE t.a = u.a", "select a | t | u joined where (= t.a u.a)"},
      {"SELECT a FROM (SELECT b FROM t WHERE c = 1) AS x", "select a joined [b | t where (= c 1)]"},
      {"SELECT a FROM t WHERE b = 1 UNION ALL SELECT c FROM u UNION SELECT d FROM v",
       "select a | t united [c | u] [d | v] where (= b 1)"},
      {"WITH x AS (SELECT a FROM t), y AS (SELECT b FROM u) SELECT c FROM x, y",
       "select with x [a | t] with y [b | u] c | x | y joined"},
      {"SELECT a FROM t WHERE b IN (SELECT c FROM u)", "select a | t [c | u] where (other b)"},
      {"SELECT j.value FROM t, json_each(t.tags) AS j", "select j.value | t joined"},
      {"SELECT User, \"Group\", \"say \"\"hi\"\"\", a AS 'one' FROM t 'u'",
       "select User, Group, say \"hi\", a AS one | t AS u"},
      {"SELECT a FROM awscc.ivs.\"stages\".get AS s WHERE b = 1",
       "select a | awscc.ivs.stages.get AS s where (= b 1)"},
      {"SELECT ThisNameIsLongerThanTheSixtyThreeBytesThatPostgresKeepsOfANameInItsTrees FROM t",
       "select ThisNameIsLongerThanTheSixtyThreeBytesThatPostgresKeepsOfANameInItsTrees | t"},
      {"SELECT a XOR b, c REGEXP 'd', 'e' 'f' FROM t LIMIT 1, 2",
       "select (other a b), (other c 'd'), (other) | t"},
  });
}

TEST(SqlTree, OfFunctionsInFrom) {
  const auto function = [](const std::string& source) -> std::string {
    const Reading reading = Read("SELECT a FROM t, " + source + " WHERE b = 1");
    const std::vector<TableFunction>& functions = reading.statements.at(0).select.functions;
    if (functions.size() != 1) return "not one";
    const TableFunction& one = functions[0];
    return Show(reading, one.call) + " AS " + one.alias.text;
  };
  EXPECT_EQ(function("json_each(c)"), "(json_each() c) AS ");
  EXPECT_EQ(function("json_each(x.c) AS j"), "(json_each() x.c) AS j");
  EXPECT_EQ(function("json_each(f(c), '$') \"j\""), "(json_each() (f() c) '$') AS j");
  EXPECT_EQ(function("u"), "not one");
}

TEST(SqlTree, OfChanges) {
  ExpectTrees({
      {"INSERT INTO p.s.r (Name, \"Group\", region) SELECT 'n', string('[1]'), 'r'",
       "insert p.s.r (Name Group region ) ('n' (string() '[1]') 'r' )"},
      {"INSERT INTO t (a, b) VALUES (1, -2), (NULL, f(3))",
       "insert t (a b ) (1 -2 ) (NULL (f() 3) )"},
      {"INSERT INTO t (a) SELECT b FROM u WHERE c = 1 RETURNING d, e AS f",
       "insert t (a ) [b | u where (= c 1)] returning d, e AS f"},
      {"INSERT INTO t SELECT 1", "insert t () (1 )"},
      {"UPDATE p.s.r SET PatchDocument = string('x'), b = 2 WHERE region = 'y' AND Identifier = "
       "'z' "
       "RETURNING *",
       "update p.s.r set PatchDocument = (string() 'x') set b = 2 where (AND (= region 'y') "
       "(= Identifier 'z')) returning *"},
      {"UPDATE t AS x SET x.a = 1 WHERE b = 2 LIMIT 3", "update t AS x set a = 1 where (= b 2)"},
      {"REPLACE t SET a = 'b' WHERE c = 'd'", "replace t set a = 'b' where (= c 'd')"},
      {"DELETE FROM p.s.r WHERE Identifier = 'a|b' AND region = 'r' RETURNING Identifier, "
       "Operation",
       "delete p.s.r where (AND (= Identifier 'a|b') (= region 'r')) returning Identifier, "
       "Operation"},
      {"DELETE FROM t USING u WHERE t.a = u.a", "delete t where (= t.a u.a) partial"},
      {"EXEC p.s.r.m @a='b'", "other"},
      {"SHOW SERVICES IN awscc", "other"},
      {"CREATE VIEW v AS SELECT 1", "other"},
  });
}

TEST(SqlTree, OfHoles) {
  ExpectTrees({
      {"SELECT '{{ a }}', 'x-{{ b }}', {{ c }} FROM t WHERE d = {{ e }}",
       "select '?', 'x-?', ? ... | t where (= d ?)"},
      {"SELECT a{{ b }}, {{ c }}.d, f({{ g }}) FROM {{ h }}", "select ?, ?.d, (f() ?) | ?"},
      {"INSERT INTO t (a, {{ b }}) SELECT 'c', {{ d }}", "insert t (a ...) ('c' ? ) open"},
      {"INSERT INTO t (a) VALUES (1{{ zeros }})", "insert t (a ) (? ) open"},
      {"SELECT a FROM t WHERE b IN {{ c }} AND d IN ('e', {{ f }}) AND g NOT IN {{ h }}",
       "select a | t where (AND (IN b ? ...) (IN d 'e' ? ...) (NOT IN g ? ...))"},
      {"SELECT a FROM t WHERE {{ b }}", "select a | t where ?"},
      {"SELECT a FROM t ORDER BY {{ b }} LIMIT {{ c }} OFFSET {{ d }}", "select a | t"},
      {"SELECT a FROM t GROUP BY {{ b }} HAVING c = {{ d }}", "select a | t"},
      {"UPDATE t SET a = {{ b }}, {{ c }} = 1 WHERE d = '{{ e }}'",
       "update t set a = ? set \xFF\xFF\xFF = 1 where (= d '?')"},
      // Not a whole operand: it may be more than an alias.
      {"SELECT a FROM t {{ b }} WHERE c = 1", "select a | t where (= c 1) partial"},
      {"SELECT 'x' {{ b }} FROM t", "select ? ... | t partial"},
      {"INSERT INTO t (a) SELECT 'x' {{ b }}", "insert t (a ) (? ) open partial"},
      {"UPDATE t SET a = 1 WHERE b = 2 LIMIT {{ c }}", "update t set a = 1 where (= b 2) partial"},
      {"{{ statement }}", "other partial"},
      {"SELECT a FROM t WHERE b = 1 {{ more }}", "other not checked"},
  });
}

TEST(SqlTree, PlacesAreTheUsersBytes) {
  const Reading reading = Read(
      "-- é\n  UPDATE p.s.\"r\" SET A = f('é', 2), b = -3\n  WHERE c <= 'x''y'  RETURNING d ; # "
      "end");
  ASSERT_EQ(reading.statements.size(), 1U);
  const Statement& update = reading.statements[0];
  EXPECT_EQ(reading.Bytes(update.where),
            "UPDATE p.s.\"r\" SET A = f('é', 2), b = -3\n  WHERE c <= 'x''y'  RETURNING d");
  EXPECT_EQ(reading.Bytes(update.verb), "UPDATE");
  EXPECT_EQ(reading.Bytes(update.target.where), "p.s.\"r\"");
  EXPECT_EQ(reading.Bytes(update.target.parts[2].where), "\"r\"");
  EXPECT_TRUE(update.target.parts[2].quoted);
  ASSERT_EQ(update.sets.size(), 2U);
  EXPECT_EQ(reading.Bytes(update.sets[0].column.where), "A");
  EXPECT_EQ(reading.Bytes(update.sets[0].value.where), "f('é', 2)");
  EXPECT_EQ(reading.Bytes(update.sets[0].value.args[0].where), "'é'");
  EXPECT_EQ(reading.Bytes(update.sets[0].value.args[0].text), "é");
  EXPECT_EQ(reading.Bytes(update.sets[1].value.where), "-3");
  ASSERT_EQ(update.where_clause.size(), 1U);
  EXPECT_EQ(reading.Bytes(update.where_clause[0].where), "c <= 'x''y'");
  // A string with an escape is a text of its own, which knows its spelling.
  const Loc text = update.where_clause[0].args[1].text;
  EXPECT_EQ(reading.Bytes(text), "x'y");
  EXPECT_EQ(reading.sources->StepOf(text.text), Step::kSqlString);
  EXPECT_EQ(reading.Bytes(reading.sources->Resolve(text.Sub(1, 2)).at), "''");
  EXPECT_EQ(reading.Bytes(update.returning[0].expr.where), "d");
}

TEST(SqlTree, PlacesOfExpressionsHaveBothHalvesOfBrackets) {
  for (const std::string_view expression :
       {"(a + 1) * b", "a * (b + 1)", "((a) + (b)) = 2", "(a = 1 OR b = 2) AND (c = 3 OR d = 4)",
        "NOT (a = 1 AND (b = 2))", "a IN ((1), (2))", "COALESCE(a, f(b, (c)))",
        "CAST((a + 1) AS TEXT) = 'x'", "CASE WHEN a = 1 THEN (b) ELSE c END",
        "CASE WHEN a = (1) THEN CASE WHEN b = 2 THEN c END END = 3", "f(g((a)), (b)) = 'x'",
        "t.end = (1)", "(a) IS NOT NULL", "a BETWEEN (1) AND (2)"}) {
    const Reading reading = Read("SELECT " + std::string(expression) + " AS x FROM t");
    ASSERT_EQ(reading.statements.size(), 1U) << expression;
    const std::vector<SelectItem>& items = reading.statements[0].select.items;
    ASSERT_EQ(items.size(), 1U) << expression;
    EXPECT_EQ(reading.Bytes(items[0].expr.where), expression);
  }
}

TEST(SqlTree, FindsTheVerb) {
  const auto verb = [](std::string_view sql) {
    const Reading reading = Read(sql);
    return std::string(reading.Bytes(reading.statements.at(0).verb));
  };
  EXPECT_EQ(verb("select 1"), "select");
  EXPECT_EQ(verb("WITH a AS (SELECT 1) SELECT * FROM a"), "SELECT");
  EXPECT_EQ(verb("WITH a AS (SELECT 1) DELETE FROM t WHERE a = 1"), "DELETE");
  EXPECT_EQ(verb("REGISTRY PULL awscc"), "REGISTRY");
}

TEST(SqlTree, SplitsAtSemicolonsOutsideOfLiterals) {
  const Reading reading =
      Read("SELECT ';' FROM t; /* ; */ SELECT \"a;b\" FROM u -- ;\n;\n;DELETE FROM v WHERE c = 1;");
  std::vector<std::string> statements;
  for (const Statement& statement : reading.statements) {
    statements.emplace_back(reading.Bytes(statement.where));
  }
  EXPECT_THAT(statements, ElementsAre("SELECT ';' FROM t", "SELECT \"a;b\" FROM u",
                                      "DELETE FROM v WHERE c = 1"));
}

TEST(SqlTree, ConjunctsAreWhatMustHold) {
  const Reading reading =
      Read("SELECT a FROM t WHERE a = 1 AND (b = 2 AND c = 3) AND (d = 4 OR e = 5)");
  std::vector<std::string> terms;
  for (const Expr* term : Conjuncts(reading.statements.at(0).select.where)) {
    terms.push_back(Show(reading, *term));
  }
  EXPECT_THAT(terms, ElementsAre("(= a 1)", "(= b 2)", "(= c 3)", "(OR (= d 4) (= e 5))"));
  EXPECT_THAT(Conjuncts({}), IsEmpty());
}

}  // namespace
}  // namespace stackql::sql
