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

const std::string kChecks =
    "/*+ exists */\nSELECT name FROM t WHERE a = '{{ id }}'\n/*+ create */\nINSERT INTO t (a) "
    "SELECT 1 RETURNING a\n/*+ delete */\nDELETE FROM t WHERE a = '{{ id }}'";

TEST(Teardown, DoesNotKnowWhatPropsHold) {
  const struct {
    std::string source;
    std::string prop;
    bool unknown;
  } cases[] = {
      {"type: script, run: ls", "'{{ x }}'", true},
      {"type: script, run: ls", "'a-{{ x }}'", true},
      {"type: script, run: ls", "'{% if x %}a{% endif %}'", false},
      {"type: query, sql: SELECT 1 AS x, skip_on_delete: true", "'{{ x }}'", true},
      {"type: query, sql: SELECT 1 AS x", "'{{ x }}'", false},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(
        ProblemsOf("resources:\n- {name: s, " + test.source + ", exports: [x]}\n- {name: r, " +
                       "props: [{name: id, value: " + test.prop + "}]}\n",
                   {{"r.iql", kChecks}}),
        test.unknown ? Texts{"broken-teardown/unknown 'id'"} : Texts{})
        << test.source << test.prop;
  }
}

TEST(Teardown, LooksForNoMulti) {
  const std::string queries =
      "/*+ exists */\nSELECT arn FROM t\n/*+ create */\nINSERT INTO t (a) SELECT 1\n"
      "/*+ delete */\nDELETE FROM t WHERE a = '{{ this.arn }}'";
  EXPECT_EQ(ProblemsOf("resources: [{name: r}]\n", {{"r.iql", queries}}), Texts{});
  EXPECT_EQ(ProblemsOf("resources: [{name: r, type: multi}]\n", {{"r.iql", queries}}),
            Texts{"undefined-variable/default 'this.arn'"});
}

TEST(Teardown, CutsDeletes) {
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"DELETE FROM t WHERE a = 'b' RETURNING a", {}},
      {"DELETE FROM t WHERE a = 'returning' RETURNING a", {}},
      {"DELETE FROM t WHERE a = 'returning-1'", {"cut-delete/default 'returning'"}},
      {"DELETE FROM t WHERE a = 'b' RETURNING returning_id", {"cut-delete/default 'returning'"}},
      {"DELETE FROM t WHERE a = 'b'", {}},
  };
  for (const auto& [query, found] : cases) {
    const std::string file = Anchors("exists create") + "/*+ delete */\n" + query;
    EXPECT_EQ(ProblemsOf("resources: [{name: r}]\n", {{"r.iql", file}}), found) << query;
    EXPECT_EQ(ProblemsOf("resources: [{name: r}]\n", {{"r.iql", file}}, testing_support::kHead,
                         nullptr, Dialect::kOlderRust),
              Texts{})
        << query;
  }
}

TEST(Callbacks, ShortCircuitsThatNeverMatch) {
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"short_circuit_field=OperationStatus, short_circuit_value=SUCCESS", {}},
      {"short_circuit_field=Status, short_circuit_value=x",
       {"invalid-anchor-option/field 'Status'"}},
      {"short_circuit_field=ResourceModel.x, short_circuit_value=x", {}},
      {"short_circuit_field=callback.OperationStatus, short_circuit_value=SUCCESS",
       {"invalid-anchor-option/prefix 'callback.OperationStatus'"}},
      {"short_circuit_field='OperationStatus', short_circuit_value=SUCCESS",
       {"invalid-anchor-option/quoted ''OperationStatus''"}},
      {"short_circuit_field=OperationStatus, short_circuit_value=success",
       {"invalid-anchor-option/state 'success'"}},
  };
  for (const auto& [options, found] : cases) {
    const std::string file =
        Anchors("exists") +
        "/*+ create */\nINSERT INTO awscc.s3.buckets (a) SELECT 1 RETURNING *\n" +
        "/*+ callback:create, " + options + " */\nSELECT 1 AS success FROM t";
    EXPECT_EQ(ProblemsOf("resources: [{name: r}]\n", {{"r.iql", file}}), found) << options;
  }
}

TEST(Exports, OfStarsOverOtherQueries) {
  const std::vector<std::pair<std::string, Texts>> cases = {
      {"SELECT * FROM (SELECT arn AS x FROM t) d", {}},
      {"SELECT * FROM (SELECT arn FROM t) d", {"export-not-returned/default 'x'"}},
      {"WITH c AS (SELECT arn FROM t) SELECT * FROM c", {"export-not-returned/default 'x'"}},
      {"WITH c(x) AS (SELECT arn FROM t) SELECT * FROM c", {}},
      {"WITH c AS (SELECT * FROM t) SELECT * FROM c", {}},
      {"SELECT * FROM t", {}},
  };
  for (const auto& [query, found] : cases) {
    EXPECT_EQ(ProblemsOf("resources: [{name: a, type: query, exports: [x]}]",
                         {{"a.iql", "/*+ exports */\n" + query}}),
              found)
        << query;
  }
  EXPECT_EQ(ProblemsOf("resources: [{name: a, type: query, sql: SELECT 1 AS x, exports: [x]}]\n"
                       "exports: [x, elapsed_time, stack_name]\n",
                       {{"b.iql", ""}}),
            Texts{"export-not-returned/stack 'elapsed_time'"});
}

TEST(Names, WithDotsAreReadable) {
  const std::string queries =
      "/*+ exists */\nSELECT arn FROM t\n/*+ create */\nINSERT INTO t (a) "
      "SELECT 1\n/*+ statecheck */\nSELECT '{{ this.arn }}' AS x FROM t";
  EXPECT_EQ(ProblemsOf("resources: [{name: my.r}]\n", {{"my.r.iql", queries}}), Texts{});
  EXPECT_EQ(ProblemsOf("resources: [{name: my-r}]\n", {{"my-r.iql", queries}}),
            Texts{"unreachable-name/default 'my-r'"});
}

std::string HelpOf(const std::string& resource, const std::string& query) {
  const EvaluatedFiles files(
      {{"stackql_manifest.yml",
        "name: s\nproviders: [awscc]\nglobals: [{name: region, value: x}]\n"
        "resources: [{name: o, props: [{name: size, value: 1}]}, {name: r, " +
            resource + "}]\n"},
       {"resources/o.iql", Anchors("exists create") + "-- {{ size }}"},
       {"resources/r.iql", Anchors("exists create") + query}});
  return files.problems().empty() ? std::string() : files.problems().front().help;
}

TEST(Names, OfOtherToolsAndResources) {
  EXPECT_EQ(HelpOf("props: []", "-- {{ environment }}"), "Did you mean 'stack_env'?");
  EXPECT_EQ(HelpOf("props: []", "-- {{ globals.region }}"), "Did you mean 'region'?");
  EXPECT_EQ(
      HelpOf("props: []", "-- {{ size }}"),
      "It is a prop of 'o', and props are known in their own resource only: make it a global.");
  EXPECT_EQ(HelpOf("if: \"environment == 'prod'\"", ""), "Write '{{ stack_env }}'.");
  EXPECT_EQ(HelpOf("if: \"region == 'prod'\"", ""), "Write '{{ region }}'.");
}

TEST(SecretProps, AreHiddenInEveryEnvironment) {
  nlohmann::json files;
  files["stackql_manifest.yml"] =
      "name: s\nproviders: [awscc]\nresources: [{name: r, props: [{name: p, protected: true, "
      "values: {dev: {value: Dev_Hunter2}, prod: {value: Prod_Hunter3}}}]}]\n";
  const EvaluatedFiles linted(files);
  EXPECT_EQ(linted.result().secrets.Hide("in Dev_Hunter2, Prod_Hunter3.").find("Hunter"),
            std::string::npos);
}

}  // namespace
}  // namespace stackql
