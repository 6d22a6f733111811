#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "sql/lexer.h"
#include "sql/parse.h"
#include "sql_reading.h"

// What a template leaves unknown may be what makes a statement right. Statements that are right
// stay without a problem whatever part of them is taken out and made unknown.
namespace stackql::sql {
namespace {

using ::testing::IsEmpty;

// Taken by StackQL's parser and by PostgreSQL's.
constexpr std::string_view kPlain[] = {
    "SELECT region, \"project-id\", s.name AS n, s.tags t FROM awscc.ivs.stages s "
    "WHERE region = 'us-east-1' AND Identifier = 'arn:x|y'",
    "SELECT a.b, c.d FROM p.s.r AS a INNER JOIN p.s.q c ON a.b = c.d AND a.e <> -1.5",
    "SELECT a FROM t LEFT OUTER JOIN u USING (b) NATURAL JOIN v CROSS JOIN w",
    "SELECT a FROM t RIGHT JOIN u ON t.b = u.b, v WHERE t.c = v.c",
    "SELECT j.value FROM t LEFT JOIN json_each(t.tags) j ON j.key = 'a'",
    "WITH RECURSIVE x (a, b) AS (SELECT 1, 2 UNION ALL SELECT c, d FROM u) SELECT a FROM x",
    "SELECT a FROM (SELECT b AS a FROM t WHERE c IN (1, 2)) AS x WHERE a IS NOT NULL",
    "SELECT a FROM t UNION SELECT b FROM u ORDER BY 1 DESC LIMIT 3 OFFSET 4",
    "SELECT a, count(*) AS n FROM t GROUP BY a HAVING count(*) > 1 ORDER BY n ASC",
    "SELECT a FROM t GROUP BY ROLLUP (a, b)",
    "SELECT sum(a) OVER (PARTITION BY b ORDER BY c) AS s FROM t",
    "SELECT CASE a WHEN 1 THEN 'x' ELSE 'y' END w, CASE WHEN b THEN 1 END FROM t",
    "SELECT a FROM t WHERE b NOT IN ('x', 'y') AND NOT EXISTS (SELECT 1 FROM u WHERE c = t.c)",
    "SELECT a FROM t WHERE b BETWEEN 1 AND 2 OR c NOT LIKE 'x!%' ESCAPE '!' OR (d, e) IN ((1, 2))",
    "SELECT a -> 'b', a ->> '$.c', a || b || 'c', a <=> b, a % 2 & 3 | 4, -a, b::text FROM t",
    "SELECT CAST(a AS char), CONVERT(a, char), substring(a FROM 1 FOR 2), left(a, 2) FROM t",
    "SELECT replace(a, 'b', 'c'), mod(a, 2), if(a = 1, 2, 3), iif(a, b, c), coalesce(a, '') FROM t",
    "SELECT CURRENT_TIMESTAMP, INTERVAL '1 day', x'1F', b'01', N'a' FROM t FOR UPDATE",
    "INSERT INTO awscc.ivs.stages (Name, \"Group\", User, region) "
    "SELECT 'it''s', string('[{\"Key\": \"a\"}]'), NULL, 'us-east-1' RETURNING Identifier AS i, *",
    "INSERT INTO t (a, b) VALUES (1, 'x'), (-2, TRUE) RETURNING *",
    "INSERT INTO t (a) SELECT b FROM u WHERE c = 1",
    "UPDATE awscc.ivs.stages SET PatchDocument = string('[{\"op\": \"remove\"}]'), b = 2 "
    "WHERE region = 'x' AND Identifier = 'y' RETURNING ErrorCode",
    "UPDATE t AS x SET a = u.b FROM u WHERE x.c = u.c",
    "DELETE FROM awscc.ivs.stages WHERE Identifier = 'a|b' AND region = 'x' RETURNING RequestToken",
    "DELETE FROM t USING u WHERE t.a = u.a",
    "CREATE OR REPLACE VIEW v AS SELECT a FROM t",
    "CREATE MATERIALIZED VIEW v AS SELECT a FROM t WHERE b = 1",
    "REFRESH MATERIALIZED VIEW v",
    "CREATE TABLE IF NOT EXISTS v AS SELECT a FROM t",
    "DROP VIEW v; DROP TABLE IF EXISTS w; TRUNCATE TABLE x",
    "BEGIN; SELECT 1; COMMIT",
    "EXPLAIN SELECT a FROM t; SHOW PROVIDERS; SHOW TABLES",
};

// Taken by StackQL's parser alone.
constexpr std::string_view kOwn[] = {
    "REPLACE t SET a = 'b', c = 1 WHERE d = 'e' RETURNING f",
    "EXEC aws.ec2.instances.instances_stop @region='us-west-2', @id='i-1' @@json='{\"a\": 1}'",
    "SELECT x FROM (EXEC g.c.p.m @a='b')",
    "SHOW EXTENDED SERVICES IN aws LIKE 'e%'; SHOW METHODS IN aws.ec2.vpcs",
    "DESCRIBE METHOD EXTENDED p.s.r.m; REGISTRY PULL awscc v26.03.00379; SLEEP 5",
    "SELECT a FROM t JOIN u JOIN v WHERE t.a = u.a AND u.b = v.b LIMIT 1, 2",
    "SELECT a FROM t WHERE b REGEXP 'x' XOR c RLIKE 'y' AND d NOT REGEXP 'z'",
    "SELECT a DIV 2, b MOD 3 AS 'mod', c 'alias' FROM t 'tt'",
    "SELECT group_concat(a SEPARATOR ','), date_add(a, INTERVAL 1 DAY), BINARY a FROM t",
    "SELECT 'it\\'s', 'a' 'b', 0x1F, current_date() FROM p.s.r.m WHERE a = ? AND b = :c // d",
    "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 2",
    "UPDATE t SET a = 1 WHERE b = 2 LIMIT 3; DELETE FROM t WHERE b = 2 ORDER BY c LIMIT 3",
    "SELECT default, user, t.order_id, \"order\" FROM t WHERE offset = 1 AND any = 2 # why",
};

std::vector<std::string_view> AllTexts() {
  std::vector<std::string_view> texts(std::begin(kPlain), std::end(kPlain));
  texts.insert(texts.end(), std::begin(kOwn), std::end(kOwn));
  return texts;
}

std::string WithHole(std::string_view text, size_t begin, size_t end) {
  return std::string(text.substr(0, begin)) + "{{ h }}" + std::string(text.substr(end));
}

// What is found in a text that was made from `right`, which may be beyond StackQL's planner.
std::vector<std::string> Found(std::string_view right, std::string_view text) {
  return Read(right).Found().empty() ? Read(text).Found() : Read(text).Refused();
}

TEST(SqlSoundness, RightStatementsAreWithoutAProblem) {
  for (const std::string_view text : AllTexts()) {
    EXPECT_THAT(Read(text).Refused(), IsEmpty()) << text;
  }
}

TEST(SqlSoundness, AHoleForAnyTokensIsSilent) {
  for (const std::string_view text : AllTexts()) {
    const std::vector<Token> tokens = Lex(text);
    for (size_t first = 0; first < tokens.size(); ++first) {
      for (size_t last = first; last < tokens.size(); ++last) {
        const std::string holed = WithHole(text, tokens[first].where.begin, tokens[last].where.end);
        EXPECT_THAT(Found(text, holed), IsEmpty()) << holed;
      }
    }
  }
}

// A hole glued to what is left of words, numbers and literals; quotes stay whole.
TEST(SqlSoundness, AHoleForAnyPartOfATokenIsSilent) {
  for (const std::string_view text : AllTexts()) {
    for (const Token& token : Lex(text)) {
      const bool quoted = token.kind == Token::Kind::kString || token.kind == Token::Kind::kName;
      if (!quoted && token.kind != Token::Kind::kWord && token.kind != Token::Kind::kNumber) {
        continue;
      }
      const uint32_t margin = quoted ? 1 : 0;
      for (uint32_t begin = token.where.begin + margin; begin < token.where.end - margin; ++begin) {
        for (uint32_t end = begin; end <= token.where.end - margin; ++end) {
          if (begin > 0 && text[begin - 1] == '\\') continue;  // the backslash would take the hole
          if (text.substr(begin, end - begin).find_first_of("'\"\\") != std::string_view::npos) {
            continue;
          }
          const std::string holed = WithHole(text, begin, end);
          EXPECT_THAT(Found(text, holed), IsEmpty()) << holed;
        }
      }
    }
  }
}

// Where nothing was, a template may still say something: spaces, a comment, another clause.
TEST(SqlSoundness, AHoleBetweenTokensIsSilent) {
  for (const std::string_view text : AllTexts()) {
    for (const Token& token : Lex(text)) {
      for (const uint32_t at : {token.where.begin, token.where.end}) {
        const std::string holed = WithHole(text, at, at);
        EXPECT_THAT(Found(text, holed), IsEmpty()) << holed;
        const std::string spaced =
            std::string(text.substr(0, at)) + " {{ h }} " + std::string(text.substr(at));
        EXPECT_THAT(Found(text, spaced), IsEmpty()) << spaced;
      }
    }
  }
}

}  // namespace
}  // namespace stackql::sql
