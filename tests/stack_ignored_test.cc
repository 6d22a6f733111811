// What stackql-deploy ignores or replaces has no effect here either.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "support/evaluated_files.h"
#include "support/stack_problems.h"

namespace stackql {
namespace {

using testing_support::Anchors;
using testing_support::EvaluatedFiles;
using testing_support::ProblemsOf;
using testing_support::Texts;

// The exists query of the resource `r` with these fields.
std::string Rendered(const std::string& fields, const std::string& query) {
  const EvaluatedFiles files({{"stackql_manifest.yml",
                               "name: s\nproviders: [awscc]\nglobals: [{name: g, value: [1]}]\n"
                               "resources: [{name: r, " +
                                   fields + "}]\n"},
                              {"resources/r.iql", "/*+ exists */\n" + query}});
  return files.Texts()["r.exists"];
}

TEST(IgnoredFields, HaveNoEffect) {
  const struct {
    std::string fields;
    std::string text;
    Texts problems;
  } cases[] = {
      {"props: [{name: p, value: a, values: {dev: {value: b}}}]",
       "a",
       {"ignored-field/values 'values'"}},
      {"props: [{name: p, valeu: a, values: {dev: {value: b}}}]",
       "b",
       {"unknown-field/default 'valeu'"}},
      {"props: [{name: p, Value: a, values: {dev: {value: b}}}]",
       "b",
       {"unknown-field/default 'Value'"}},
      {"props: [{name: p, value: [2], merge: [g]}]", "[2,1]", {}},
      {"props: [{name: p, value: [2], merg: [g]}]", "[2]", {"unknown-field/default 'merg'"}},
      {"props: [{name: p, valeu: a}]", "?", {"missing-field/misspelled 'valeu'"}},
      {"props: [{name: p, values: {dev: {valeu: a}}}]", "?", {"missing-field/misspelled 'valeu'"}},
      {"propz: [{name: p, value: a}]", "?", {"missing-field/misspelled 'propz'"}},
      {"props: [{nmae: p, value: a}]", "?", {"missing-field/misspelled 'nmae'"}},
      {"props: [{name: p, value: a}], sqll: x", "a", {"unknown-field/default 'sqll'"}},
      {"props: [{name: p, value: a}], iff: \"'{{ stack_env }}' == 'prod'\"",
       "a",
       {"unknown-field/default 'iff'"}},
  };
  for (const auto& test : cases) {
    std::string text = Rendered(test.fields, "SELECT '{{ p }}' AS n FROM t");
    if (HasHole(text)) text = "SELECT '?' AS n FROM t";
    EXPECT_EQ(text, "SELECT '" + test.text + "' AS n FROM t") << test.fields;
    EXPECT_EQ(ProblemsOf(
                  "globals: [{name: g, value: [1]}]\nresources: [{name: r, " + test.fields + "}]\n",
                  {{"r.iql",
                    "/*+ exists */\nSELECT '{{ p }}' AS n FROM t\n/*+ create */\nINSERT INTO t (a) "
                    "SELECT 1"}}),
              test.problems)
        << test.fields;
  }
}

TEST(IgnoredFields, WhatFollowsIsReported) {
  const struct {
    std::string resource;
    Texts problems;
  } cases[] = {
      {"{name: q, fiel: r.iql}",
       {"missing-query-file/default 'q'", "unknown-field/default 'fiel'"}},
      {"{name: r, fiel: z.iql}", {"unknown-field/default 'fiel'"}},
      {"{name: r, typ: command}", {"unknown-field/default 'typ'"}},
      {"{name: c, typ: command}", {"missing-anchor/create 'c'", "unknown-field/default 'typ'"}},
      {"{name: s, type: script, rnu: ls}",
       {"missing-field/run 's'", "unknown-field/default 'rnu'"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ProblemsOf("resources: [" + test.resource + "]\n",
                         {{"r.iql", Anchors("exists create")},
                          {"c.iql", "/*+ command */\nDELETE FROM t WHERE a = 1"}}),
              test.problems)
        << test.resource;
  }
}

TEST(IgnoredNames, UuidIsTheQuerysOwn) {
  EXPECT_TRUE(HasHole(Rendered("props: [{name: uuid, value: zz}]", "SELECT '{{ uuid }}'")));
  EXPECT_EQ(Rendered("props: [{name: uuid, value: zz}, {name: p, value: '{{ uuid }}'}]",
                     "SELECT '{{ p }}'"),
            "SELECT 'zz'");
}

TEST(RewrittenCalls, AreRewrittenOutsideOfTemplates) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"c = replace('a', 'b')", "c = replace(from=\"a\", to=\"b\")"},
      {"c = myreplace( \"a\" ,'b' )", "c = myreplace(from=\"a\", to=\"b\")"},
      {"c = replace('a', '{{ p }}')", "c = replace(from=\"a\", to=\"x\")"},
      {"c = replace(name, 'a', 'b')", "c = replace(name, 'a', 'b')"},
      {"c = replace('n', 'a', 'b')", "c = replace('n', 'a', 'b')"},
      {"c = '{{ p | replace('x', 'y') }}'", "c = 'y'"},
  };
  for (const auto& [query, text] : cases) {
    EXPECT_EQ(Rendered("props: [{name: p, value: x}]", query), text);
  }
}

TEST(Flows, DeleteCallbacksNeedAReturningClause) {
  const std::string manifest = "resources: [{name: a, return_vals: {delete: [t]}}]\n";
  const std::string anchors = Anchors("exists create") + "/*+ delete */\nDELETE FROM t WHERE a = 1";
  const std::string callback =
      "\n/*+ callback:delete */\nSELECT '{{ callback.t }}' AS success FROM t";
  EXPECT_EQ(
      ProblemsOf(manifest, {{"a.iql", anchors + callback}}),
      (Texts{"nothing-returned/default 'delete'", "unused-anchor/no-returning 'callback:delete'"}));
  EXPECT_EQ(ProblemsOf(manifest, {{"a.iql", anchors + " RETURNING t" + callback}}), Texts{});
}

}  // namespace
}  // namespace stackql
