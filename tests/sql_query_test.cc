#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "sql/query.h"
#include "sql_reading.h"
#include "support/cpu_clock.h"
#include "value/value.h"

namespace stackql::sql {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What ReadQuery says of a query: « and » mark bytes, {{ ... }} is a hole.
Reading Send(std::string_view written, std::string_view anchor = "create") {
  Reading reading;
  const TextId file = reading.sources->AddFile("query.iql", TakeMarks(written, reading.marked));
  reading.text = RenderHoles(*reading.sources, file);
  Values values(*reading.sources);
  reading.statements = ReadQuery(values, reading.text, anchor, reading.problems);
  return reading;
}

struct Case {
  std::string_view text;
  std::string_view rule;
  std::string_view message = "default";
};

void ExpectFound(const std::vector<Case>& cases) {
  for (const Case& test : cases) {
    SCOPED_TRACE(test.text);
    const Reading reading = Send(test.text);
    ASSERT_EQ(reading.marked.size(), 1U);
    EXPECT_THAT(reading.Found(), ElementsAre(std::string(test.rule) + ' ' + reading.marked[0]));
    if (!reading.problems.empty()) {
      EXPECT_EQ(reading.problems[0].what.id, test.message);
    }
  }
}

TEST(SqlQuery, OnlyTheFirstStatementRuns) {
  ExpectFound({
      {"SELECT a FROM t; «SELECT» b FROM t; SELECT c FROM t", "extra-statement"},
      {"SELECT a FROM t;\n-- why\n; «DELETE» FROM t WHERE b = 1;", "extra-statement"},
      {"SELECT '{{ x }}' FROM t; «SELECT» b FROM t", "extra-statement"},
      // A quote in a comment makes the server overlook the semicolons behind it.
      {"SELECT a FROM t -- 5\" wide\n; «SELECT» b FROM t", "extra-statement"},
      {"SELECT a FROM t -- done; really\n; «SELECT» b FROM t", "extra-statement"},
  });
}

TEST(SqlQuery, ASecondStatementMayLackItsAnchor) {
  const Reading reading = Send("SELECT a FROM t;\n«/* create */»\nINSERT INTO t (a) SELECT 1");
  ASSERT_EQ(reading.problems.size(), 1U);
  const Problem& problem = reading.problems[0];
  EXPECT_EQ(problem.help, "An anchor above it would be /*+ create */.");
  ASSERT_EQ(problem.related.size(), 1U);
  EXPECT_EQ(Reading::Range(reading.sources->Resolve(problem.related[0].where).at),
            reading.marked[0]);
  for (const std::string_view comment : {"-- create it", "/**/", "--", "/* 2 */"}) {
    const Reading other = Send("SELECT a FROM t;\n" + std::string(comment) + "\nSELECT b FROM t");
    ASSERT_EQ(other.problems.size(), 1U) << comment;
    EXPECT_EQ(other.problems[0].help, "") << comment;
  }
}

TEST(SqlQuery, SemicolonsInsideOfOtherThingsCutIt) {
  ExpectFound({
      {"SELECT a FROM t WHERE b = 'x«;»y; z'", "truncating-semicolon", "literal"},
      {"SELECT a FROM t WHERE b = 'x«;»y'; SELECT 1", "truncating-semicolon", "literal"},
      {"SELECT '{\"a\": \"b;c\"}' FROM t WHERE b = 'é«;»'", "truncating-semicolon", "literal"},
      {"SELECT '{\"a\": 1}«;»' FROM t", "truncating-semicolon", "literal"},
      {"SELECT '{\"a\": \"{{ x }}\", \"b\": 1}«;»' FROM t", "truncating-semicolon", "literal"},
      {"SELECT '{{ x }}«;» y' FROM t;", "truncating-semicolon", "literal"},
      {"SELECT a {{ x }} FROM t WHERE b = 'c«;»d'", "truncating-semicolon", "literal"},
      {"SELECT a -- b«;» c\nFROM t", "truncating-semicolon", "comment"},
      {"SELECT a /* b «;» c */ FROM t;", "truncating-semicolon", "comment"},
      {"-- b«;» c\nSELECT a FROM t;", "truncating-semicolon", "leading"},
      {"-- a\n/* b«;» */ SELECT a FROM t", "truncating-semicolon", "leading"},
  });
}

TEST(SqlQuery, ReturningAndAwaitAreReadInComments) {
  ExpectFound({
      {"INSERT INTO t (a) SELECT 'x «RETURNING» y, RETURNING'", "returning-in-text"},
      {"DELETE FROM t WHERE a = 1 -- no «RETURNING» here", "returning-in-text", "comment"},
      {"INSERT «/*+ AWAIT */» INTO awscc.a.b (c, region) SELECT 1, 2", "await-on-awscc"},
      {"DELETE «/*+AWAIT*/» FROM awscc.a.b WHERE c = 1", "await-on-awscc"},
  });
}

TEST(SqlQuery, EscapesSpoilJson) {
  ExpectFound({
      {R"(SELECT '{"a": "b«\"»c\""}' FROM t)", "backslash-in-json"},
      {R"(SELECT string('["a«\n»b"]') FROM t)", "backslash-in-json"},
      {R"(SELECT ' ["a«\t»b", "it''s"]' FROM t)", "backslash-in-json"},
      {R"(SELECT '["caf«\u00e9»"]' FROM t)", "backslash-in-json"},
      {R"(SELECT '["^a«\\».b$"]' FROM t)", "backslash-in-json"},
      {R"(SELECT '{"a": "{{ x }} «\"»c\""}' FROM t)", "backslash-in-json"},
      {R"(SELECT 'é', '["x"]', '["a«\n»b"]' FROM t)", "backslash-in-json"},
  });
}

TEST(SqlQuery, WhatIsSentWholeIsFine) {
  for (const std::string_view text : {
           "SELECT a FROM t;",
           "SELECT a FROM t; \n ",
           "SELECT a FROM t; -- b; c\n/* d; */",
           "SELECT a FROM t -- b; c\n",
           "SELECT a FROM t /* b; c */;",
           "SELECT a FROM t; {{ more }}",
           "SELECT a FROM t; {{ more }}; SELECT b FROM t",
           "SELECT a FROM t; /* +delete */ DELETE FROM t WHERE b = 1",
           "SELECT \"a;b\" FROM t;",
           "SELECT '{\"a\": \"b;c\"}' FROM t;",
           // The value may hold the quotes that keep the semicolon.
           "-- only; a comment",
           "INSERT INTO t (a) SELECT 'RETURNING' RETURNING a",
           "INSERT INTO t (a) SELECT 'returning'",
           "SELECT 'RETURNING' FROM t",
           "INSERT /*+ AWAIT */ INTO google.a.b (c) SELECT 1",
           "INSERT /*+ SHOWRESULTS */ INTO awscc.a.b (c) SELECT 1",
           "INSERT INTO awscc.a.b (c) SELECT '/*+ AWAIT */'",
           R"(SELECT '["say \\"hi\\"", "http:\/\/x", "a\\nb"]' FROM t)",
           R"(SELECT 'a\nb', '{a\"b}', '[\"' FROM t)",
           R"(SELECT '["a\{{ x }}b"]', '{{ x }}\"' FROM t)",
       }) {
    SCOPED_TRACE(text);
    EXPECT_THAT(Send(text).Found(), IsEmpty());
  }
}

// Whatever JSON value stands in place of a hole, the escapes around it are the same.
TEST(SqlQuery, EscapesBehindUnknownValuesSpoilJson) {
  EXPECT_EQ(Send(R"(SELECT '{"a": {{ x }}, "b": "c\"d"}' FROM t)").Found().size(), 1U);
  EXPECT_EQ(Send(R"(SELECT '[{{ x }}, {{ y }}, "c\"d"]' FROM t)").Found().size(), 1U);
  // It may hold the quotes that make it JSON.
  EXPECT_THAT(Send(R"(SELECT '[{{ x }}"c\"d"]' FROM t)").Found(), IsEmpty());
}

// `stackql exec` runs every statement of a file.
TEST(SqlQuery, FilesWithoutAnchorsAreNotCut) {
  for (const std::string_view text : {
           "SELECT a FROM t; SELECT b FROM t",
           "SELECT a FROM t WHERE b = 'x;y'",
           "-- a; b\nSELECT a FROM t",
           "INSERT INTO t (a) SELECT 'RETURNING'",
       }) {
    SCOPED_TRACE(text);
    EXPECT_THAT(Send(text, "").Found(), IsEmpty());
  }
}

std::string Repeat(std::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(SqlQuery, LongTextsTakeNoTime) {
  const size_t many = 50'000;
  for (const std::string& text : {
           "INSERT " + Repeat("/*+ AWAIT */ ", many) + "INTO awscc.a.b (c) SELECT 1",
           Repeat("INSERT /*+ AWAIT */ INTO awscc.a.b (c) SELECT 1;", 2'000),
           "INSERT INTO t (a) SELECT 'RETURNING'" + Repeat(", 'RETURNING'", many),
           "SELECT 1" + Repeat(R"(, '["\"]')", many),
           R"(SELECT '[")" + Repeat(R"(\n)", many) + R"("]')",
           R"(SELECT '[")" + Repeat(R"(\\)", many) + R"("]')",
           Repeat("-- a\n", many) + "; b",
           Repeat("/* +create */", many) + ";" + Repeat("/* +create */", many),
           "SELECT '" + Repeat("{{ x }};", many) + "'",
           "SELECT a-" + Repeat("b-", 3'000) + "c FROM t WHERE d = 'e' ORDER BY a" +
               Repeat(", count", many),
       }) {
    SCOPED_TRACE(text.substr(0, 60));
    const auto begin = testing_support::CpuClock::now();
    Send(text);
    const std::chrono::duration<double> taken = testing_support::CpuClock::now() - begin;
    EXPECT_LT(taken.count(), 3.0);
  }
}

TEST(SqlQuery, PlacesLieInTheTextWhateverItIs) {
  constexpr std::string_view kPieces[] = {"SELECT",
                                          "INSERT INTO awscc.a.b (c)",
                                          "RETURNING",
                                          "'",
                                          "\"",
                                          ";",
                                          "\\",
                                          "\\n",
                                          "{",
                                          "}",
                                          "[",
                                          "]",
                                          "\"a\"",
                                          ":",
                                          ",",
                                          "/*+ AWAIT */",
                                          "-- RETURNING;\n",
                                          "/* +create */",
                                          "{{ x }}",
                                          "'[\"a\\nb\"]'",
                                          "WHERE region = \"x\"",
                                          "a-b",
                                          "\n",
                                          "DELETE FROM awscc.a.b"};
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t i = random() % 20; i > 0; --i) {
      text += kPieces[random() % std::size(kPieces)];
      if (random() % 2 == 0) text += ' ';
    }
    const Reading reading = Send(text);
    for (const Problem& problem : reading.problems) {
      ASSERT_FALSE(problem.where.empty()) << text;
      ASSERT_LE(problem.where.span.end, reading.sources->Bytes(problem.where.text).size()) << text;
    }
  }
}

}  // namespace
}  // namespace stackql::sql
