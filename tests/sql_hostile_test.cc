#include <gtest/gtest.h>
#include <pthread.h>

#include <chrono>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sql/anchors.h"
#include "sql/parse.h"
#include "sql_reading.h"
#include "support/cpu_clock.h"
#include "support/rule_names.h"

namespace stackql::sql {
namespace {

std::string Repeat(std::string_view text, size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

bool Inside(const Reading& reading, Loc loc) {
  return !loc || loc.span.end <= reading.sources->Bytes(loc.text).size();
}

void ExpectInside(const Reading& reading, const Expr& expr) {
  EXPECT_TRUE(Inside(reading, expr.where));
  EXPECT_TRUE(Inside(reading, expr.text));
  for (const Name& name : expr.names) EXPECT_TRUE(Inside(reading, name.where));
  for (const Expr& arg : expr.args) ExpectInside(reading, arg);
}

// Every place lies in its text, and in its statement.
void ExpectPlaces(const Reading& reading) {
  for (const Problem& problem : reading.problems) {
    ASSERT_TRUE(Inside(reading, problem.where));
    EXPECT_FALSE(problem.where.empty());
    EXPECT_FALSE(problem.what.args.empty());
  }
  for (const Statement& statement : reading.statements) {
    EXPECT_TRUE(Inside(reading, statement.where));
    EXPECT_GE(statement.verb.span.begin, statement.where.span.begin);
    EXPECT_LE(statement.verb.span.end, statement.where.span.end);
    for (const Name& column : statement.columns) EXPECT_TRUE(Inside(reading, column.where));
    for (const auto& row : statement.rows) {
      for (const Expr& value : row) ExpectInside(reading, value);
    }
    for (const SelectItem& item : statement.select.items) ExpectInside(reading, item.expr);
    for (const Expr& where : statement.select.where) ExpectInside(reading, where);
    for (const Expr& where : statement.where_clause) ExpectInside(reading, where);
    for (const Assignment& set : statement.sets) ExpectInside(reading, set.value);
    for (const SelectItem& item : statement.returning) ExpectInside(reading, item.expr);
  }
}

// Reads a text on a thread with this stack and gives the seconds it took.
double Seconds(const std::string& text, size_t stack = 8 << 20) {
  struct Job {
    const std::string& text;
    double seconds = 0;
  } job = {text};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack);
  pthread_t thread = {};
  const auto run = [](void* data) -> void* {
    auto& given = *static_cast<Job*>(data);
    const auto begin = testing_support::CpuClock::now();
    const Reading reading = Read(given.text);
    const std::chrono::duration<double> taken = testing_support::CpuClock::now() - begin;
    given.seconds = taken.count();
    ExpectPlaces(reading);
    return nullptr;
  };
  EXPECT_EQ(pthread_create(&thread, &attributes, run, &job), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  return job.seconds;
}

TEST(SqlHostile, LongAndDeepTextsTakeNoTime) {
  const size_t many = 100'000;
  const std::pair<std::string_view, std::string> texts[] = {
      {"terms", "SELECT 1" + Repeat("+1", many)},
      {"concatenations", "SELECT a" + Repeat("||a", many)},
      {"minus signs", "SELECT " + Repeat("- ", many) + "1"},
      {"nots", "SELECT a FROM t WHERE " + Repeat("NOT ", many) + "b"},
      {"ands", "SELECT a FROM t WHERE b = 1" + Repeat(" AND b = 1", many)},
      {"joins", "SELECT a FROM t" + Repeat(" JOIN u ON t.a = u.a", many)},
      {"joins without on", "SELECT a FROM t" + Repeat(" JOIN u", many)},
      {"unions", "SELECT 1" + Repeat(" UNION SELECT 1", many)},
      {"nested comments", Repeat("/*", many) + "SELECT 1" + Repeat("*/", many)},
      {"comments", "SELECT 1" + Repeat("/* a */", many)},
      {"brackets", "SELECT " + Repeat("(", many) + "1" + Repeat(")", many)},
      {"open brackets", "SELECT " + Repeat("(", many)},
      {"closed brackets", "SELECT " + Repeat(")", many)},
      {"cases", "SELECT " + Repeat("CASE WHEN 1 THEN ", many) + "1" + Repeat(" END", many)},
      {"derived tables", Repeat("SELECT a FROM (", many) + "t" + Repeat(") AS x", many)},
      {"casts", "SELECT a" + Repeat("::text", many)},
      {"collations", "SELECT a" + Repeat(" COLLATE b", many)},
      {"time zones", "SELECT a" + Repeat(" AT TIME ZONE b", many)},
      {"subscripts", "SELECT a" + Repeat("[1]", many)},
      {"dots", "SELECT a" + Repeat(".a", many)},
      {"values", "INSERT INTO t (a) VALUES (1" + Repeat(", 'x'", many) + ")"},
      {"rows", "INSERT INTO t (a) VALUES (1)" + Repeat(", (1)", many)},
      {"columns", "INSERT INTO t (a" + Repeat(", b", many) + ") SELECT 1"},
      {"reserved columns", "INSERT INTO t (a" + Repeat(", group", many) + ") SELECT 1"},
      {"aliases", "SELECT 1 AS a" + Repeat(", b AS c", many) + " FROM t"},
      {"calls", "SELECT f(a)" + Repeat(", f(a, 'b')", many) + " FROM t"},
      {"holes", "SELECT a" + Repeat(", {{ b }}", many) + " FROM t"},
      {"hole soup", Repeat("{{ b }} a ", many)},
      {"statements", Repeat("SELECT 1;", many)},
      {"semicolons", Repeat(";", 10 * many)},
      {"words", Repeat("select ", many)},
      {"backticks", "SELECT " + Repeat("`a`, ", many) + "b"},
      {"commas", "SELECT a FROM t WHERE b IN (" + Repeat(",", many) + ")"},
      {"an open string", "SELECT '" + Repeat("a", 10 * many)},
      {"open strings", Repeat("SELECT '", many)},
      {"backslashes", "SELECT '" + Repeat("\\", 2 * many) + "'"},
      {"quotes", "SELECT " + Repeat("'", 2 * many)},
      {"double quotes", "SELECT " + Repeat("\"", 2 * many)},
      {"a long line", "SELECT '" + Repeat("x", 10 * many) + "' AS a"},
      {"a long name", "SELECT " + Repeat("x", 10 * many) + " FROM t"},
      {"digits", "SELECT " + Repeat("9", 10 * many)},
      {"NUL", std::string("SELECT a\0b FROM t", 17)},
      {"NUL in a string", std::string("SELECT 'a\0b' FROM t", 19)},
      {"NULs", std::string(many, '\0')},
      {"arrows", "SELECT a" + Repeat("->'b'", many)},
      {"limits", "SELECT a FROM t " + Repeat("LIMIT 1, 2 ", many)},
      {"distinct", "SELECT DISTINCT a" + Repeat(" UNION SELECT DISTINCT a", 1'000)},
      {"within bounds", "SELECT 1" + Repeat("+1", 3'900)},
      {"nested within bounds", "SELECT " + Repeat("(1 + ", 290) + "1" + Repeat(")", 290)},
      {"nested calls", "SELECT " + Repeat("f(", 290) + "1" + Repeat(")", 290)},
      {"nots within bounds", "SELECT a FROM t WHERE " + Repeat("NOT ", 3'900) + "b"},
      {"joins within bounds", "SELECT a FROM t" + Repeat(" JOIN u ON b", 1'900)},
  };
  for (const auto& [name, text] : texts) {
    SCOPED_TRACE(name);
    EXPECT_LT(Seconds(text), 3.0);
  }
}

TEST(SqlHostile, BoundsHoldOnASmallStack) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "AddressSanitizer's frames are larger than the program's";
#endif
  for (const std::string& text :
       {"SELECT 1" + Repeat("+1", 3'990), "SELECT a FROM t" + Repeat(" JOIN u ON b", 1'990),
        "SELECT 1" + Repeat(" UNION SELECT 1", 1'990),
        "SELECT a FROM t WHERE " + Repeat("NOT ", 3'990) + "b",
        "SELECT " + Repeat("CASE WHEN 1 THEN ", 299) + "1" + Repeat(" END", 299)}) {
    EXPECT_LT(Seconds(text, 2 << 20), 1.0);
  }
}

TEST(SqlHostile, OverABoundIsNotChecked) {
  const auto not_checked = [](const std::string& text, const Limits& limits) {
    const Reading reading = Read(text, limits);
    return reading.problems.empty() && reading.statements.at(0).not_checked;
  };
  EXPECT_FALSE(not_checked("SELECT a + b + c", {.operators = 3}));
  EXPECT_TRUE(not_checked("SELECT a + b + c + d", {.operators = 3}));
  EXPECT_FALSE(not_checked("SELECT ((a))", {.nesting = 2}));
  EXPECT_TRUE(not_checked("SELECT (((a)))", {.nesting = 2}));
  EXPECT_FALSE(not_checked("SELECT a", {.bytes = 8}));
  EXPECT_TRUE(not_checked("SELECT ab", {.bytes = 8}));
}

// Statements of every kind, as users write them.
constexpr std::string_view kTexts[] = {
    "/*+ create, retries=3 */\nINSERT INTO awscc.ivs.stages (\n Name,\n Tags,\n "
    "region\n)\nSELECT\n "
    "'{{ name }}',\n '[{\"Key\": \"a\", \"Value\": \"it''s \\\\\"b\\\\\"\"}]',\n '{{ region }}'\n"
    "RETURNING Identifier, ErrorCode;\n",
    "/*+ update */\nUPDATE awscc.ivs.stages\nSET PatchDocument = string('{{ patch }}')\nWHERE "
    "Identifier = '{{ arn }}' -- the ARN\nAND region = 'é-1' # x\n AND n IN (1, -2, {{ n }});",
    "/*+ delete */\r\nDELETE FROM \"awscc\".ivs.stages WHERE Identifier = '<Arn>' /* é */ AND "
    "region = {{ r }}\r\n",
    "WITH a AS (SELECT b, count(*) AS c FROM d WHERE e LIKE 'f%' GROUP BY b) SELECT a.*, CASE WHEN "
    "b = 1 THEN 'x' ELSE NULL END FROM a JOIN g ON a.b = g.b LEFT JOIN h USING (i) UNION ALL "
    "SELECT "
    "1, f(2, '3') ORDER BY 1 DESC LIMIT 4, 5",
    "SELECT `a`, b::text, CAST(c AS integer), d[1] FROM e.f.g.h WHERE i ILIKE 'j' AND k REGEXP 'l' "
    "XOR m = :n OR schema = ?",
    "REPLACE t SET a = 0x1F, \"b\"\"c\" = e'd' WHERE f BETWEEN 1 AND 2 ON DUPLICATE KEY UPDATE g = "
    "1",
    "EXEC a.b.c.d @e='f', @g='h' @@json='{\"i\": 1}'; SHOW METHODS IN a.b.c; DESCRIBE EXTENDED a.b",
};

TEST(SqlHostile, TruncatedAnywhereKeepsItsPlaces) {
  for (const std::string_view text : kTexts) {
    for (size_t size = 0; size <= text.size(); ++size) {
      SCOPED_TRACE(text.substr(0, size));
      const Reading reading = Read(text.substr(0, size));
      ExpectPlaces(reading);
      Problems problems;
      const QueryFile file = CutAnchors(*reading.sources, reading.text, problems);
      for (const Anchor& anchor : file.anchors) EXPECT_TRUE(Inside(reading, anchor.body));
      for (const Loc comment : Comments(*reading.sources, reading.text)) {
        EXPECT_TRUE(Inside(reading, comment));
      }
    }
  }
}

TEST(SqlHostile, AnyByteAnywhereKeepsItsPlaces) {
  std::mt19937 random(1);
  for (const std::string_view text : kTexts) {
    for (int round = 0; round < 300; ++round) {
      std::string changed(text);
      for (int i = 0; i < 3; ++i) {
        changed[random() % changed.size()] = static_cast<char>(random() % 256);
      }
      SCOPED_TRACE(changed);
      ExpectPlaces(Read(changed));
    }
  }
}

// Words of the grammar in any order: what comes out must be sound, whatever it is.
TEST(SqlHostile, TokenSoupKeepsItsPlaces) {
  constexpr std::string_view kPieces[] = {
      "SELECT",    "INSERT",    "INTO",   "UPDATE",  "DELETE",   "FROM",    "WHERE",    "SET",
      "VALUES",    "AND",       "OR",     "NOT",     "IN",       "AS",      "JOIN",     "ON",
      "USING",     "LEFT",      "LIMIT",  "OFFSET",  "UNION",    "ALL",     "WITH",     "ORDER",
      "GROUP",     "BY",        "CASE",   "WHEN",    "THEN",     "END",     "IS",       "NULL",
      "LIKE",      "ILIKE",     "REGEXP", "DIV",     "MOD",      "XOR",     "REPLACE",  "EXEC",
      "CAST",      "user",      "schema", "default", "INTERVAL", "DAY",     "CREATE",   "VIEW",
      "RETURNING", "DISTINCT",  "EXISTS", "BINARY",  "FILTER",   "OVER",    "a",        "b.c",
      "a.b.c.d",   "\"q\"",     "\"\"",   "'s'",     "'it''s'",  "''",      "1",        "-2.5",
      "0x1F",      "1_0",       "*",      ",",       ",",        "(",       ")",        "(",
      ")",         "=",         "<>",     "!=",      "->",       "->>",     "::",       "[",
      "]",         "?",         ":x",     "`y`",     ";",        "{{ h }}", "x{{ h }}", "'{{ h }}'",
      "/* c */",   "-- d\n",    "é",      "@v",      "$v",       "~",       "==",       "||",
      "string(",   "json_each("};
  std::mt19937 random(2);
  size_t findings = 0;
  for (int round = 0; round < 6'000; ++round) {
    std::string text;
    const size_t length = 1 + random() % 24;
    for (size_t i = 0; i < length; ++i) {
      text += kPieces[random() % std::size(kPieces)];
      if (random() % 8 != 0) text += ' ';
    }
    SCOPED_TRACE(text);
    const Reading reading = Read(text);
    ExpectPlaces(reading);
    findings += reading.problems.size();
    if (HasFailure()) break;
  }
  EXPECT_GT(findings, 1'000U);
}

// The same text gives the same result wherever it stands.
TEST(SqlHostile, ResultsDoNotDependOnThePlace) {
  for (const std::string_view text : kTexts) {
    const Reading alone = Read(text);
    const std::string before = "\n\n  -- é\n";
    const Reading moved = Read(before + std::string(text));
    ASSERT_EQ(alone.problems.size(), moved.problems.size());
    for (size_t i = 0; i < alone.problems.size(); ++i) {
      EXPECT_EQ(testing_support::RuleName(alone.problems[i]),
                testing_support::RuleName(moved.problems[i]));
      EXPECT_EQ(alone.Bytes(alone.problems[i].where), moved.Bytes(moved.problems[i].where));
    }
    ASSERT_EQ(alone.statements.size(), moved.statements.size());
    for (size_t i = 0; i < alone.statements.size(); ++i) {
      EXPECT_EQ(alone.Bytes(alone.statements[i].where), moved.Bytes(moved.statements[i].where));
      EXPECT_EQ(alone.statements[i].kind, moved.statements[i].kind);
    }
  }
}

}  // namespace
}  // namespace stackql::sql
