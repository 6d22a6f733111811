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

struct Case {
  std::string_view sql;  // «» around what the finding covers
  std::string_view rule;
  std::string_view message = "default";
};

void ExpectFound(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    SCOPED_TRACE(test.sql);
    const Reading reading = Read(test.sql);
    ASSERT_EQ(reading.marked.size(), 1U);
    EXPECT_THAT(reading.Found(), ElementsAre(std::string(test.rule) + ' ' + reading.marked[0]));
    if (!reading.problems.empty()) {
      EXPECT_EQ(reading.problems[0].what.id, test.message);
    }
  }
}

TEST(SqlSyntax, PointsAtTheOffendingToken) {
  ExpectFound({
      {"SELECT arn FROM t WHERE region «=»", "sql-syntax", "end"},
      {"SELECT arn FROM t WHERE «=» 'x'", "sql-syntax"},
      {"SELECT arn FROM t region «=» 'x'", "sql-syntax"},
      {"«SELCT» arn FROM t", "sql-syntax", "first"},
      {"«INSRT» INTO t (a) VALUES (1)", "sql-syntax", "first"},
      {"«42»", "sql-syntax", "first"},
      {"SELECT arn «FORM» t", "sql-syntax"},
      {"SELECT arn FROM t «WERE» region = 'x'", "sql-syntax"},
      {"DELETE t «WHERE» a = 1", "sql-syntax"},
      {"DELETE FROM t WHERE a = 1 «b» = 2", "sql-syntax"},
      {"UPDATE t SET «WHERE» a = 1", "sql-syntax"},
      {"UPDATE t SET a «:»= 1", "sql-syntax"},
      {"INSERT INTO t «SET» a = 1", "sql-syntax"},
      {"SELECT a FROM t WHERE b IN («)»", "sql-syntax"},
      {"INSERT INTO t («)» SELECT 1", "sql-syntax"},
      {"SELECT a FROM t WHERE b = «1_000»", "sql-syntax"},
      {"SELECT a FROM «a.b.c.d.e»", "sql-syntax", "long-name"},
      {"SELECT 'it's«' FROM t WHERE a = '»x", "sql-syntax"},
      // Multi-byte text in front moves nothing.
      {"SELECT 'é😀' AS a FROM t WHERE «=» 1", "sql-syntax"},
      {"-- é 😀\n/* ü */ SELECT a FROM t WHERE «=» 1", "sql-syntax"},
      {"SELECT a FROM t; SELECT b FROM t WHERE «=» 1", "sql-syntax"},
      {"SELECT a, '{{ x }}' FROM t WHERE «=» 1", "sql-syntax"},
      // A hole behind the error is not its cause.
      {"SELECT a b «c» FROM t WHERE d = {{ x }}", "sql-syntax"},
  });
}

TEST(SqlSyntax, SaysWhatIsWrongWithLists) {
  ExpectFound({
      {"INSERT INTO t (a, b«,») VALUES (1, 2)", "sql-syntax", "trailing-comma"},
      {"INSERT INTO t (a, b) VALUES (1, 2«,»)", "sql-syntax", "trailing-comma"},
      {"SELECT a, b«,» FROM t", "sql-syntax", "trailing-comma"},
      {"UPDATE t SET a = 1«,» WHERE b = 2", "sql-syntax", "trailing-comma"},
      {"SELECT a FROM t WHERE b IN ('x'«,»)", "sql-syntax", "trailing-comma"},
      {"INSERT INTO t («,» a, b) VALUES (1, 2)", "sql-syntax", "empty-entry"},
      {"INSERT INTO t (a,«,» b) VALUES (1, 2)", "sql-syntax", "empty-entry"},
      {"SELECT a,«,» b FROM t", "sql-syntax", "empty-entry"},
      {"INSERT INTO t (a «b», c) VALUES (1, 2, 3)", "sql-syntax", "missing-comma"},
      {"INSERT INTO t (a\n «\"b\"»\n \"c\") VALUES (1, 2, 3)", "sql-syntax", "missing-comma"},
      {"INSERT INTO t (a, b) VALUES ('x' «2»)", "sql-syntax", "missing-comma"},
      {"INSERT INTO t «(»a, b", "sql-syntax", "unclosed"},
      {"INSERT INTO t (a, b) VALUES «(»'x', string('y')", "sql-syntax", "unclosed"},
      {"SELECT a FROM t WHERE b = 1«)»", "sql-syntax", "unopened"},
      {"SELECT a FROM (SELECT b FROM t«)» WHERE a = 1", "sql-syntax", "alias"},
  });
}

TEST(SqlSyntax, OffersTheMeantWord) {
  const auto help = [](std::string_view sql) {
    const Reading reading = Read(sql);
    return reading.problems.size() == 1 ? reading.problems[0].help : std::string("(no problem)");
  };
  EXPECT_EQ(help("SELCT a FROM t"), "Did you mean 'SELECT'?");
  EXPECT_EQ(help("SELECT a FORM t"), "Did you mean 'FROM'?");
  EXPECT_EQ(help("SELECT a FROM t WEHRE b = 1"), "Did you mean 'WHERE'?");
  EXPECT_EQ(help("INSERT INTO t (a) VALEUS (1)"), "Did you mean 'VALUES'?");
  EXPECT_EQ(help("SELECT a FROM t WHERE b = 1 1"), "");
}

TEST(SqlSyntax, ReportsWhatIsNeverClosed) {
  ExpectFound({
      {"SELECT a FROM t WHERE b = «'»x", "unterminated-literal"},
      {"SELECT a FROM t WHERE b = «'»it\\'", "unterminated-literal"},
      {"SELECT «\"»a FROM t", "unterminated-literal"},
      {"SELECT a «/*» FROM t", "unterminated-literal"},
      {"«/*»/", "unterminated-literal"},
      {"SELECT 'it's' FROM t WHERE a = 'x«'»", "unterminated-literal"},
      {"SELECT a FROM t; SELECT «'»b", "unterminated-literal"},
  });
}

TEST(SqlSyntax, ReportsWordsThatStackqlReserves) {
  ExpectFound({
      {"INSERT INTO t (a, «Schema», b) SELECT 1, 2, 3", "reserved-word"},
      {"INSERT INTO t («group») SELECT 1", "reserved-word"},
      {"INSERT INTO t (a, «Values») VALUES (1, 2)", "reserved-word"},
      {"UPDATE t SET «Format» = 1 WHERE a = 2", "reserved-word"},
      {"REPLACE t SET «database» = 1 WHERE a = 2", "reserved-word"},
      {"SELECT a, «format», b FROM t", "reserved-word"},
      {"SELECT «schema» FROM t", "reserved-word"},
      {"SELECT a FROM t WHERE «schema» = 'x'", "reserved-word"},
      {"SELECT a FROM t WHERE b = 1 AND «list» = 'x'", "reserved-word"},
      {"SELECT t.«list» FROM t", "reserved-word"},
      {"SELECT a FROM awscc.x.«registry»", "reserved-word"},
  });
  const Reading reading = Read("INSERT INTO t (Schema) SELECT 1");
  ASSERT_EQ(reading.problems.size(), 1U);
  ASSERT_EQ(reading.problems[0].repairs.size(), 1U);
  EXPECT_EQ(reading.problems[0].repairs[0].text, "\"Schema\"");
}

TEST(SqlSyntax, ReportsBackticksOnceForEachName) {
  ExpectFound({
      {"SELECT «`a`» FROM t", "backtick-identifier"},
      {"SELECT «`a.b`» FROM t", "backtick-identifier"},
      {"SELECT a FROM t WHERE «`»", "backtick-identifier"},
      {"INSERT INTO t (a, «`Group`») SELECT 1, 2", "backtick-identifier"},
  });
  const Reading reading = Read("SELECT `a`, `b` FROM `t` WHERE c = '`'");
  EXPECT_EQ(reading.problems.size(), 3U);
  ASSERT_EQ(reading.problems[0].repairs.size(), 1U);
  EXPECT_EQ(reading.problems[0].repairs[0].text, "\"a\"");
}

TEST(SqlSyntax, WritesLiteralsForNames) {
  const Reading reading = Read("INSERT INTO t (a) SELECT \"it's a \\ b\"");
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].repairs[0].text, "'it''s a \\\\ b'");
}

TEST(SqlSyntax, ReportsWhatStackqlDoesNotHave) {
  ExpectFound({
      {"SELECT CAST(a AS «text») FROM t", "unsupported-syntax"},
      {"SELECT CAST(a AS «Integer») FROM t", "unsupported-syntax"},
      {"SELECT CAST(a AS «varchar»(3)) FROM t", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b«::int» = 1", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «ILIKE» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b NOT «ILIKE» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «~» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «SIMILAR TO» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «==» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b IS «DISTINCT FROM» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b IS NOT «DISTINCT FROM» 'x'", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b IS «UNKNOWN»", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «ISNULL»", "unsupported-syntax"},
      {"SELECT a FROM t WHERE b «NOTNULL» OR c = 1", "unsupported-syntax"},
      {"SELECT a AS «list» FROM t", "reserved-word"},
      {"SELECT a FROM «schema» WHERE b = 1", "reserved-word"},
      {"SELECT a FROM t ORDER BY «index» DESC", "reserved-word"},
      {"DELETE FROM t «x» WHERE a = 1", "sql-syntax"},
      {"INSERT INTO t (a) VALUES ('x' «'y'»)", "sql-syntax", "missing-comma"},
      {"UPDATE t SET a = E«'x'»", "sql-syntax"},
      {"SELECT a«{»b} FROM t", "sql-syntax"},
      {"SHOW SERVICES «awscc»", "sql-syntax"},
      {"DROP VIEW v«,» w", "sql-syntax"},
      {"EXEC p.s.r.m @a='b', «@@json»='{}'", "sql-syntax"},
      {"«KILL» 1", "sql-syntax", "first"},
      {"SELECT a FROM t WHERE b = ANY («SELECT» 1)", "sql-syntax"},
      {"SELECT «ARRAY»[1, 2] AS a FROM t", "unsupported-syntax"},
      {"SELECT a«[1]» FROM t", "unsupported-syntax"},
      {"SELECT (a)«.b» FROM t", "unsupported-syntax"},
      {"SELECT count(*) «FILTER» (WHERE a = 1) FROM t", "unsupported-syntax"},
      {"SELECT json_group_array(a «ORDER BY» b) FROM t", "unsupported-syntax"},
      {"SELECT «DISTINCT ON» (a) b FROM t", "unsupported-syntax"},
      {"SELECT «ALL» a FROM t", "unsupported-syntax"},
      {"«SELECT FROM» t", "unsupported-syntax"},
      {"SELECT sum(a) OVER w FROM t «WINDOW» w AS (ORDER BY b)", "unsupported-syntax"},
      {"SELECT a FROM t «TABLESAMPLE» system (10)", "unsupported-syntax"},
      {"SELECT a FROM t, «LATERAL» (SELECT 1) AS x", "unsupported-syntax"},
      {"SELECT t.a FROM t «FULL» OUTER JOIN u ON t.a = u.a", "unsupported-syntax"},
      {"SELECT a FROM t ORDER BY a «NULLS LAST»", "unsupported-syntax"},
      {"SELECT a FROM t «LIMIT ALL»", "unsupported-syntax"},
      {"SELECT a FROM t «OFFSET» 3", "unsupported-syntax"},
      {"SELECT a FROM t «FETCH FIRST» 3 ROWS ONLY", "unsupported-syntax"},
      {"SELECT a FROM t «EXCEPT» SELECT b FROM u", "unsupported-syntax"},
      {"SELECT a FROM t «INTERSECT» SELECT b FROM u", "unsupported-syntax"},
      {"«(»SELECT a FROM t) UNION (SELECT b FROM u)", "unsupported-syntax"},
      {"«WITH» x AS (SELECT 1) INSERT INTO t (a) SELECT b FROM x", "unsupported-syntax"},
      {"INSERT INTO t (a) VALUES (1) «ON CONFLICT» DO NOTHING", "unsupported-syntax"},
      {"INSERT INTO t «DEFAULT VALUES»", "unsupported-syntax"},
      {"UPDATE t «SET» (a, b) = (1, 2) WHERE c = 3", "unsupported-syntax"},
      {"SELECT a «INTO» u FROM t", "unsupported-syntax"},
      {"«MERGE» INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE", "unsupported-syntax"},
      {"«COPY» t FROM 'x'", "unsupported-syntax"},
      {"«CALL» f()", "unsupported-syntax"},
      {"«VALUES» (1)", "unsupported-syntax"},
      {"«TABLE» t", "unsupported-syntax"},
      {"SELECT TRIM(«BOTH» 'x' FROM a) FROM t", "unsupported-syntax"},
      {"SELECT «EXTRACT»(year FROM a) FROM t", "unsupported-syntax"},
      {"SELECT «POSITION»('x' IN a) FROM t", "unsupported-syntax"},
      {"SELECT a FROM «generate_series»(1, 3)", "unsupported-syntax"},
      {"SELECT a -> 'b' «->» 'c' FROM t", "unsupported-syntax"},
      {"SELECT f(a) «->>» 'b' FROM t", "unsupported-syntax"},
      {"SELECT «awscc.ec2.vpcs.vpc_id» FROM awscc.ec2.vpcs", "unsupported-syntax"},
      {"SELECT «a.b.c.*» FROM a.b.c", "unsupported-syntax"},
      {"SELECT «größe» FROM t", "unsupported-syntax", "name"},
      {"BEGIN «TRANSACTION»", "unsupported-syntax"},
  });
}

TEST(SqlSyntax, ReportsTextsInDoubleQuotes) {
  ExpectFound({
      {"SELECT a FROM t WHERE region = «\"us-east-1\"»", "double-quoted-string"},
      {"SELECT a FROM t WHERE b = 1 AND t.region = «\"x\"»", "double-quoted-string"},
      {"SELECT a FROM t WHERE Identifier = «\"{{ x }}\"»", "double-quoted-string"},
      {"SELECT a FROM t WHERE project IN ('x', «\"y\"»)", "double-quoted-string"},
      {"SELECT a FROM t WHERE b = «\"two words\"» OR c = 1", "double-quoted-string"},
      {"SELECT a FROM (SELECT b FROM t WHERE zone = «\"é\"») x", "double-quoted-string"},
      {"INSERT INTO t (a, b) SELECT 'x', «\"y\"»", "double-quoted-string"},
      {"INSERT INTO t (a, b) VALUES (1, 2), (3, «\"{{ x }}\"»)", "double-quoted-string"},
      {"UPDATE t SET a = «\"b\"» WHERE c = 1", "double-quoted-string"},
      {"DELETE FROM t WHERE c = «\"b\"»", "double-quoted-string"},
  });
}

TEST(SqlSyntax, ReportsHyphensOutsideOfQuotes) {
  ExpectFound({
      {"SELECT a FROM t WHERE region = «us-east-1»", "unquoted-hyphen", "value"},
      {"SELECT a FROM t WHERE b = 1 AND \"zone\" = «us-east1-a» AND c = 2", "unquoted-hyphen",
       "value"},
      {"SELECT a FROM t WHERE (t.region = «eu-west-1»)", "unquoted-hyphen", "value"},
      {"DELETE FROM t WHERE Identifier = «papers-1» AND a = 2", "unquoted-hyphen", "value"},
      {"SELECT a FROM t WHERE Identifier = «demo-{{ env }}-orders»", "unquoted-hyphen", "value"},
      {"SELECT a FROM t WHERE «project-id» = 'demo'", "unquoted-hyphen"},
      {"DELETE FROM t WHERE b = 1 AND «my-own-id» = 'x1'", "unquoted-hyphen"},
  });
}

TEST(SqlSyntax, IsSilentWhereAHoleMayQuoteItself) {
  for (const std::string_view sql :
       {"SELECT a FROM t WHERE region = {{ x }}", "SELECT a FROM t WHERE region = {{ x }}-1",
        "SELECT a FROM t WHERE x{{ y }}-id = 'demo'"}) {
    EXPECT_THAT(Read(sql).Found(), IsEmpty()) << sql;
  }
}

TEST(SqlSyntax, NamesThePastedCharacterOnce) {
  ExpectFound({
      {"SELECT a FROM t WHERE region = «‘»us-east-1’", "unsupported-syntax", "character"},
      {"SELECT a FROM t WHERE region = «“»us-east-1”", "unsupported-syntax", "character"},
      {"SELECT a FROM t WHERE a = «‘»{{ x }}’ AND b LIKE ‘c%’", "unsupported-syntax", "character"},
      {"SELECT a FROM t WHERE region«\u00A0»= 'x'", "unsupported-syntax", "character"},
      {"SELECT ab«\u200B» FROM t", "unsupported-syntax", "character"},
      {"SELECT a FROM t WHERE region«\u2009»= 'x'", "unsupported-syntax", "character"},
      {"SELECT a«\u2212»1 FROM t", "unsupported-syntax", "character"},
      {"SELECT a FROM t «–»– all", "unsupported-syntax", "character"},
  });
  EXPECT_THAT(Read("SELECT '‘a’' AS a FROM t -- a – b").Found(), IsEmpty());
  const Reading reading = Read("SELECT a FROM t WHERE region = ‘us-east-1’");
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_THAT(reading.problems[0].repairs, IsEmpty());
}

TEST(SqlSyntax, ReportsWhatOnlyThePlannerRefuses) {
  ExpectFound({
      {"«WITH RECURSIVE» a AS (SELECT 1) SELECT * FROM a", "planner-limit"},
      {"SELECT a FROM t WHERE (b = 1 AND c IN («SELECT» 1))", "planner-limit", "subquery"},
      {"DELETE FROM t WHERE a = («SELECT» 1 FROM u)", "planner-limit", "subquery"},
      {"SELECT count(a) m, min(b) FROM t GROUP BY c ORDER BY c, «M» DESC", "planner-limit",
       "alias"},
      {"«START TRANSACTION»", "planner-limit", "transaction"},
      {"«commit»", "planner-limit", "transaction"},
  });
}

// --- silence -------------------------------------------------------------------------------------

void ExpectSilent(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    SCOPED_TRACE(text);
    EXPECT_THAT(Read(text).Refused(), IsEmpty());
  }
}

TEST(SqlSyntax, AcceptsWhatOnlyStackqlHas) {
  ExpectSilent({
      "EXEC awscc.ec2.instances.stop @region='us-west-2', @id='i-1' @@json='{\"a\": 1}'",
      "SHOW EXTENDED SERVICES IN awscc LIKE 'i%'",
      "SHOW METHODS IN awscc.ivs.stages",
      "DESCRIBE METHOD EXTENDED awscc.ivs.stages.create",
      "DESC awscc.ivs.stages",
      "REGISTRY PULL awscc v26.03.00379",
      "EXPLAIN FORMAT=JSON SELECT a FROM t",
      "AUTH LOGIN google",
      "PURGE CONSERVATIVE",
      "SLEEP 5",
      "USE awscc",
      "NATIVEQUERY 'SELECT 1'",
      "SELECT x FROM (EXEC g.c.p.m @a='b')",
      "REPLACE t SET a = 'b' WHERE c = 'd' RETURNING e",
      "INSERT t (a) SELECT 1",
      "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2",
      "UPDATE t SET a = 1 WHERE b = 2 LIMIT 3",
      "DELETE FROM t WHERE b = 2 ORDER BY c LIMIT 3",
      "CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT a FROM t",
      "REFRESH MATERIALIZED VIEW v",
      "CREATE TABLE t (a int(11) unsigned, KEY (a))",
      "SELECT t.a FROM t JOIN u WHERE t.a = u.a",
      "SELECT t.a FROM t INNER JOIN u LEFT JOIN v ON v.a = u.a",
      "SELECT a FROM (SELECT b FROM t JOIN u) AS x JOIN y ON x.a = y.a",
      "SELECT a FROM t LIMIT 5, 10",
      "SELECT a FROM t WHERE b REGEXP 'x' AND c NOT RLIKE 'y'",
      "SELECT a FROM t WHERE b = 1 XOR c = 2",
      "SELECT a DIV 2, b MOD 3, MOD(c, 4) FROM t",
      "SELECT a AS 'one', b 'two' FROM t 'u'",
      "SELECT group_concat(a SEPARATOR ','), GROUP_CONCAT(b ORDER BY c) FROM t",
      "SELECT date_add(a, INTERVAL 1 DAY), CAST(a AS UNSIGNED INTEGER), BINARY a FROM t",
      "SELECT current_date(), current_timestamp FROM t",
      "SELECT a FROM t WHERE b = ? AND c = :name AND d = 0x1F AND e = $f",
      "SELECT 'a' 'b' FROM t",
      "SELECT a FROM awscc.ivs.stages.get WHERE b = 1",
      "SELECT a FROM awscc.ivs.\"stages\".\"list\" s, b.c.d.e f WHERE b = 1",
      "SELECT /*+ SHOWRESULTS */ a FROM t # why\n WHERE b = 1 // c\n -- d",
      "SELECT a::text, b->'c', b->>'d' FROM t",
      "SELECT a FROM t WHERE b <=> 1 AND c != -1 AND d <> -1",
      "SELECT a FROM t CROSS JOIN u NATURAL JOIN v",
      "SELECT time('now'), char(65), date('now'), replace(a, 'b', 'c') FROM t",
      "SELECT f(a b, c AS d, e::json) FROM (t) CROSS JOIN u ON a = ANY(b)",
      "DELETE QUICK FROM t",
      "INSERT INTO t (a) VALUES ()",
      "UPDATE t JOIN u ON a = b SET a = 1e",
  });
}

TEST(SqlSyntax, TakesNamesAndQueriesWhereTheyBelong) {
  for (const std::string_view text : {
           "SELECT \"a\" FROM t WHERE \"region\" = 'x' AND b = \"c\" AND \"d-e\" = \"f-g\"",
           "SELECT a FROM t JOIN u ON t.region = u.\"region\" WHERE t.region = u.\"x\"",
           "SELECT a FROM t WHERE b = \"{{ x }}\"",
           "INSERT INTO t (\"a\") SELECT \"b c\" FROM u",
           "UPDATE t SET \"a\" = 1 FROM u WHERE b = \"c\" RETURNING \"d\"",
           "SELECT (SELECT 1) AS a FROM (SELECT 2) AS x GROUP BY b HAVING c = (SELECT 3)",
           "SELECT a FROM t WHERE b = 1 {{ x }} (SELECT 1)",
           "SELECT right(a, 2), t.cross FROM t",
           "SELECT a-b, -1, a - b FROM t WHERE c-d = '5' AND e-f = g AND region = a - b",
           "SELECT a FROM t WHERE region = {{ a }}-b-1 AND {{ c }}-d = 'x' AND e-f = '{{ g }}'",
           "SELECT count(*) AS n, a FROM t GROUP BY a ORDER BY a, t.n, count(*)",
       }) {
    EXPECT_THAT(Read(text).Found(), IsEmpty()) << text;
  }
}

TEST(SqlSyntax, AcceptsWhatPostgresReserves) {
  ExpectSilent({
      "INSERT INTO t (User, Authorization, Default, Check, Primary) SELECT 1, 2, 3, 4, 5",
      "SELECT user, authorization FROM t",
      "SELECT a FROM t WHERE user = 'x' AND verbose IS NULL OR only IN (1)",
      "SELECT t.user, user AS analyse, a AS window FROM t WHERE t.offset = 1",
      "SELECT a FROM t user WHERE user.a = 1 ORDER BY references DESC",
      "UPDATE t SET unique = 1, with = 2 WHERE some = 'x'",
      "SELECT count(user), coalesce(fetch, 'x') FROM awscc.x.user",
      "DELETE FROM t WHERE end_user = 1 AND grant = 2 RETURNING freeze, placing",
      "SELECT a FROM t GROUP BY collation HAVING similar > 1",
  });
}

TEST(SqlSyntax, AcceptsWhatBothTake) {
  ExpectSilent({
      "",
      ";;",
      "-- nothing",
      "/* nothing */ ;",
      "WITH a AS (SELECT b FROM t) SELECT b FROM a",
      "WITH RECURSIVE a (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM a",
      "SELECT a FROM t UNION ALL SELECT b FROM u ORDER BY 1 LIMIT 2 OFFSET 3",
      "SELECT CASE WHEN a = 1 THEN 'x' ELSE 'y' END AS b, NULL, TRUE, FALSE FROM t",
      "SELECT row_number() OVER (PARTITION BY a ORDER BY b) FROM t",
      "SELECT a FROM t WHERE b BETWEEN 1 AND 2 AND c LIKE 'x%' ESCAPE '!' AND d IS NOT NULL",
      "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u) AND (a, b) IN ((1, 2))",
      "SELECT x.value FROM t, json_each(t.tags) AS x",
      "INSERT INTO t (a, b) VALUES (1, -2), ('x', NULL) RETURNING *",
      "INSERT INTO t (a) SELECT b FROM u WHERE c = 1 RETURNING a AS x, b",
      "UPDATE t AS x SET a = 1 FROM u WHERE x.a = u.a",
      "DELETE FROM t USING u WHERE t.a = u.a",
      "CREATE VIEW v AS SELECT a FROM t",
      "DROP VIEW v",
      "SELECT \"project-id\", project-id, \"Group\", t.\"group\" FROM t",
      "SELECT CAST(a AS char), CAST(b AS decimal(3, 1)), CONVERT(c, char) FROM t",
      "SELECT e'a', x'1f', n'a', substring(a FROM 1 FOR 2), trim(a), left(a, 2) FROM t",
      "SELECT DISTINCT a, count(*) AS count FROM t GROUP BY a HAVING count(*) > 1",
      "SELECT 1 AS b, 2 b2, a.* FROM t a",
      "SELECT if(a = 1, 2, 3), a || 'b', -a, +a, a % 2, a & 1 FROM t",
      "SELECT a FROM t FOR UPDATE",
      "BEGIN; COMMIT; ROLLBACK",
  });
}

TEST(SqlSyntax, IsSilentWhereAHoleMayBeTheCause) {
  ExpectSilent({
      "{{ statement }}",
      "{{ a }} {{ b }} c d",
      "SELECT a FROM t {{ where }}",
      "SELECT a FROM t WHERE b = 1 {{ more }}",
      "SELECT a {{ more }} FROM t WHERE b = 1",
      "SELECT {{ a }} b c FROM t",
      "INSERT INTO t ({{ a }}, ) SELECT 1",
      "INSERT INTO t (a, {{ b }} c) SELECT 1",
      "INSERT INTO t (a) VALUES {{ rows }}",
      "UPDATE t SET {{ sets }} WHERE a = 1",
      "SELECT a FROM t WHERE b = '{{ x }}' {{ y }} z z z",
      "SELECT a FROM t WHERE b IN {{ list | sql_list }} AND c = 1",
      "SELECT a FROM t LIMIT {{ n }} OFFSET {{ m }}",
      "SELECT a FROM {{ table }} WHERE b = 1{{ zeros }}",
      "SELECT a FROM x{{ y }}.z{{ w }} WHERE b = -{{ n }}",
      "SELECT a.{{ b }} FROM t ORDER BY {{ c }} DESC",
      "{{ verb }} INTO t (a) VALUES (1)",
  });
}

}  // namespace
}  // namespace stackql::sql
