// Evaluating a stack: what the names mean where they stand, what values become in the context, and
// which queries come out.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "stack/evaluate.h"
#include "support/rule_names.h"
#include "value/value.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using Text = std::string;
using Texts = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

// A stack evaluated in some environments.
class Evaluated {
 public:
  explicit Evaluated(const std::string& manifest, const Files& files = {},
                     std::vector<std::string> environments = {},
                     std::map<std::string, std::string> variables = {}) {
    const TextId file = sources_.AddFile("m", "name: demo\nproviders: [awscc]\n" + manifest);
    const yaml::Document document = yaml::Parse(values_, file, problems_);
    const auto read = [&](const std::string& path) -> FileText {
      const auto known = files.find(path);
      if (known == files.end()) return {};
      return {FileText::Status::kOk, known->second};
    };
    stack_ = LoadStack(values_, ReadManifest(values_, document.root, problems_), "", !files.empty(),
                       read, problems_, failures_);
    result_ = EvaluateStack(values_, stack_,
                            {.environments = environments, .variables = std::move(variables)});
    problems_.insert(problems_.end(), result_.problems.begin(), result_.problems.end());
    for (const QueryResult& query : result_.queries) {
      problems_.insert(problems_.end(), query.problems.begin(), query.problems.end());
      for (const QueryArm& arm : query.query.arms) {
        problems_.insert(problems_.end(), arm.problems.begin(), arm.problems.end());
      }
    }
  }

  // The values of the first row of each INSERT: text, '?' for holes.
  Texts Rows() const {
    Texts rows;
    for (const QueryResult& query : result_.queries) {
      for (const sql::Statement& statement : query.query.arms.at(0).statements) {
        if (statement.kind != sql::Statement::Kind::kInsert || statement.rows.empty()) continue;
        rows.push_back(Show(statement.rows[0]));
      }
    }
    return rows;
  }
  // "rule 'bytes'", sorted, without those about anchors.
  Texts Problems() const {
    Texts lines;
    for (const Problem& problem : problems_) {
      if (testing_support::RuleName(problem) == "missing-anchor") continue;
      lines.push_back(testing_support::RuleName(problem) + " '" +
                      std::string(sources_.Bytes(sources_.Resolve(problem.where).at)) + "'");
    }
    std::sort(lines.begin(), lines.end());
    return lines;
  }
  const EvaluatedStack& result() const { return result_; }

 private:
  std::string Show(const std::vector<sql::Expr>& row) const {
    std::string text;
    for (const sql::Expr& expr : row) {
      if (!text.empty()) text += "|";
      std::string bytes = expr.text ? std::string(sources_.Bytes(expr.text)) : "?";
      for (size_t at = bytes.find(kHoleBytes); at != std::string::npos;
           at = bytes.find(kHoleBytes)) {
        bytes.replace(at, kHoleBytes.size(), "?");
      }
      text += bytes;
    }
    return text;
  }

  Sources sources_;
  Values values_{sources_};
  stackql::Problems problems_;
  Stack stack_;
  std::vector<std::string> failures_;
  EvaluatedStack result_;
};

std::string Insert(const std::string& values) {
  return "/*+ create */\nINSERT INTO awscc.ivs.stages (a) VALUES (" + values + ");\n";
}

// One resource 'stage' with these props and this create query.
Evaluated Stage(const std::string& props, const std::string& values,
                const std::string& globals = {}) {
  return Evaluated(globals + "resources:\n  - name: stage\n    props:\n" + props,
                   {{"resources/stage.iql", Insert(values)}});
}

TEST(Context, TurnsValuesToText) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"plain", "plain"},
      {"5", "5"},
      {"1.5", "1.5"},
      {"-7", "-7"},
      {"0x1F", "31"},
      {"1e3", "1000.0"},
      {"1.10", "1.1"},
      {"-0", "0"},
      {"1e16", "1e16"},
      {"[1.30, 1E-7, 2.0, -0.0, 1e15]", "[1.3,1e-7,2.0,-0.0,1000000000000000.0]"},
      {"[1e16]", "[?]"},
      {"'1.10'", "1.10"},
      {"true", "true"},
      {"'True'", "true"},
      {"'True, not False'", "true, not false"},
      {"'yes'", "yes"},
      {"''", ""},
      {"[b, a, 5, true]", R"(["b","a",5,true])"},
      {"{z: 1, a: [x]}", R"({"a":["x"],"z":1})"},
      {"{1: a, true: b, ~: c}", R"json({"Bool(true)":"b","Null":"c","Number(1)":"a"})json"},
      {"{a: null}", R"({"a":""})"},
      {"{a: '[1, 2]'}", R"({"a":[1,2]})"},
      {"{a: '[1, 2'}", R"({"a":"[1, 2"})"},
      {"{a: 'True'}", R"({"a":"true"})"},
      {"!x y", ""},
      {"!x {a: b}", ""},
      {"[!x y, !x [a], !!str 5]", R"(["","","5"])"},
      {"{a: !x y}", R"({"a":""})"},
  };
  for (const auto& [value, text] : cases) {
    const Evaluated stage = Stage("      - {name: p, value: " + value + "}\n", "'{{ p }}'");
    EXPECT_EQ(stage.Rows(), Texts{text}) << value;
    EXPECT_EQ(stage.Problems(), Texts{}) << value;
  }
}

TEST(Context, LowersBooleansInsideOfWords) {
  const Evaluated stage = Stage("      - {name: p, value: 'a TrueNorth True'}\n", "'{{ p }}'");
  EXPECT_EQ(stage.Rows(), Texts{"a trueNorth true"});
  EXPECT_EQ(stage.Problems(), Texts{"lowered-boolean 'TrueNorth'"});
}

TEST(Queries, FindsValuesThatEndTheStringAround) {
  for (const auto& [value, query, found] : std::vector<std::tuple<Text, Text, bool>>{
           {"\"it's\"", "'{{ p }}'", true},
           {"[\"it's\"]", "'{{ p }}'", true},
           {"\"it''s\"", "'{{ p }}'", false},
           {"\"it's\"", "'{{ p | sql_escape }}'", false},
           {"\"'it'\"", "{{ p }}", false},
           {"\"it's\"", "'x' /* {{ p }} */", false},
           {"\"it's\"", "'{{ \"'\" }}'", false},
       }) {
    const Evaluated stage = Stage("      - {name: p, value: " + value + "}\n", query);
    Texts problems = stage.Problems();
    std::erase_if(problems, [](const Text& text) { return text.find("unescaped") == Text::npos; });
    EXPECT_EQ(problems, found ? Texts{"unescaped-quote '''"} : Texts{}) << value << query;
  }
}

TEST(Context, Merges) {
  const std::string globals =
      "globals:\n  - {name: list, value: [a, b, b]}\n  - {name: map, value: {x: 1, y: {z: 2}}}\n"
      "  - {name: text, value: abc}\n";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"value: [c], merge: [list]", R"(["c","a","b","b"])"},
      {"value: [a], merge: [list]", R"(["a","b","b"])"},
      {"merge: [list]", R"(["a","b","b"])"},
      {"value: {y: {w: 1}, v: 3}, merge: [map]", R"({"v":3,"x":1,"y":{"z":2}})"},
      {"merge: [map, map]", R"({"x":1,"y":{"z":2}})"},
  };
  for (const auto& [prop, text] : cases) {
    const Evaluated stage = Stage("      - {name: p, " + prop + "}\n", "'{{ p }}'", globals);
    EXPECT_EQ(stage.Rows(), Texts{text}) << prop;
    EXPECT_EQ(stage.Problems(), Texts{}) << prop;
  }
  EXPECT_EQ(Stage("      - {name: p, merge: [lits]}\n", "'{{ p }}'", globals).Problems(),
            Texts{"undefined-variable 'lits'"});
  for (const std::string name : {"map", "text"}) {
    const Evaluated stage =
        Stage("      - {name: p, value: [c], merge: [" + name + "]}\n", "'{{ p }}'", globals);
    EXPECT_EQ(stage.Rows(), Texts{"?"});
    EXPECT_EQ(stage.Problems(), Texts{"invalid-merge '" + name + "'"});
  }
}

TEST(Scope, GlobalsAndProps) {
  const std::string globals =
      "globals:\n  - {name: g, value: '1{{ stack_name }}'}\n  - {name: h, value: '2{{ g }}'}\n";
  EXPECT_EQ(Stage("      - {name: p, value: '3{{ h }}'}\n      - {name: q, value: '4{{ p }}'}\n",
                  "'{{ q }}'", globals)
                .Rows(),
            Texts{"4321demo"});
  // A prop hides a global of its name, for its resource alone.
  const Evaluated two(
      "globals: [{name: g, value: outer}]\nresources:\n"
      "  - {name: one, props: [{name: g, value: inner}]}\n  - {name: two}\n",
      {{"resources/one.iql", Insert("'{{ g }}'")}, {"resources/two.iql", Insert("'{{ g }}'")}});
  EXPECT_EQ(two.Rows(), (Texts{"inner", "outer"}));
  EXPECT_EQ(two.Problems(), Texts{});
}

TEST(Scope, PropsAreReadInOrder) {
  const Evaluated stage = Stage(
      "      - {name: p, value: '{{ q }}'}\n      - {name: q, value: x}\n", "'{{ p }}{{ q }}'");
  EXPECT_EQ(stage.Problems(), Texts{"undefined-variable 'q'"});
  EXPECT_EQ(stage.Rows(), Texts{"?x"});
}

TEST(Scope, VariablesAreSeenByGlobalsOnly) {
  const std::map<std::string, std::string> variables = {{"V", "given"}};
  const Evaluated in_global(
      "globals: [{name: g, value: '{{ V }}'}, {name: u, value: '{{ OTHER }}'}]\n"
      "resources: [{name: stage}]\n",
      {{"resources/stage.iql", Insert("'{{ g }}', '{{ u }}'")}}, {}, variables);
  EXPECT_EQ(in_global.Rows(), Texts{"given|?"});
  EXPECT_EQ(in_global.Problems(), Texts{});
  const Evaluated in_query("resources: [{name: stage}]\n",
                           {{"resources/stage.iql", Insert("'{{ V }}'")}}, {}, variables);
  EXPECT_EQ(in_query.Problems(), Texts{"undefined-variable 'V'"});
}

TEST(Scope, Exports) {
  const std::string one = "  - {name: one, exports: [arn]}\n";
  const std::string two = "  - {name: two}\n";
  const std::string exports = "/*+ exports */\nSELECT arn FROM awscc.ivs.stages;\n";
  const Files files = {{"resources/one.iql", exports},
                       {"resources/two.iql", Insert("'{{ arn }}', '{{ one.arn }}'")}};
  const Evaluated after("resources:\n" + one + two, files);
  EXPECT_EQ(after.Problems(), Texts{});
  EXPECT_EQ(after.Rows(), Texts{"?|?"});
  const Evaluated before("resources:\n" + two + one, files);
  EXPECT_EQ(before.Problems(), (Texts{"used-before-export 'arn'", "used-before-export 'one.arn'"}));
  EXPECT_EQ(Evaluated("exports: [arn, arm]\nresources:\n" + one + two, files).Problems(),
            Texts{"export-not-returned 'arm'"});
}

TEST(Scope, TeardownSeesAllExports) {
  const std::string exports = "/*+ exports */\nSELECT arn FROM awscc.ivs.stages;\n";
  const auto with = [&](const std::string& anchor) {
    return Evaluated(
               "resources:\n  - {name: two}\n  - {name: one, exports: [arn]}\n",
               {{"resources/one.iql", exports},
                {"resources/two.iql", "/*+ " + anchor +
                                          " */\nDELETE FROM awscc.ivs.stages WHERE Identifier = "
                                          "'{{ arn }}' AND region = 'us-east-1';\n"}})
        .Problems();
  };
  EXPECT_EQ(with("delete"), Texts{});
  EXPECT_EQ(with("create"), Texts{"used-before-export 'arn'"});
}

TEST(Scope, ExportsThatAreNotReturned) {
  const Evaluated stage(
      "resources:\n  - {name: one, exports: [{arn: arn}, {name: name}, {id: key}]}\n",
      {{"resources/one.iql", "/*+ exports */\nSELECT arn, x AS id FROM awscc.ivs.stages;\n"}});
  EXPECT_EQ(stage.Problems(), Texts{"export-not-returned 'name'"});
}

TEST(Scope, UnusedProps) {
  EXPECT_EQ(
      Stage("      - {name: p, value: 1}\n      - {name: q, value: 2}\n", "'{{ q }}'").Problems(),
      Texts{"unused-prop 'p'"});
  EXPECT_EQ(Stage("      - {name: p, value: 1}\n      - {name: q, value: '{{ p }}'}\n", "'{{ q }}'")
                .Problems(),
            Texts{});
}

TEST(Environments, EachHasItsValues) {
  const std::string manifest =
      "resources:\n  - name: stage\n    props:\n"
      "      - {name: p, values: {dev: {value: d}, prod: {value: p}}}\n";
  const Files files = {{"resources/stage.iql", Insert("'{{ p }}-{{ stack_env }}'")}};
  EXPECT_EQ(Evaluated(manifest, files, {"dev", "prod"}).Rows(), (Texts{"d-dev", "p-prod"}));
  EXPECT_EQ(Evaluated(manifest, files).Rows(), Texts{"?-?"});
  // What no environment changes is evaluated once.
  EXPECT_EQ(Evaluated("resources: [{name: stage, props: [{name: p, value: x}]}]\n",
                      {{"resources/stage.iql", Insert("'{{ p }}'")}}, {"dev", "prod"})
                .Rows(),
            Texts{"x"});
}

// The numbers of the environments in a set, of the first few.
std::vector<size_t> In(const EnvironmentSet& set) {
  std::vector<size_t> numbers;
  for (size_t i = 0; i < 200; ++i) {
    if (set.Has(i)) numbers.push_back(i);
  }
  return numbers;
}

TEST(Environments, ShareWhatReadsTheSameValues) {
  // Of three environments the first and the last have the same value.
  const Evaluated stack(
      "globals: [{name: g, value: \"{{ 'p' if stack_env == 'prod' else 'd' }}\"}]\n"
      "resources:\n  - name: stage\n    props:\n"
      "      - {name: p, values: {dev: {value: &d d}, prod: {value: p}, test: {value: *d}}}\n",
      {{"resources/stage.iql", Insert("'{{ p }}'")}}, {"dev", "prod", "test"});
  EXPECT_EQ(stack.Rows(), (Texts{"d", "p"}));
  const std::vector<QueryResult>& queries = stack.result().queries;
  ASSERT_EQ(queries.size(), 2U);
  EXPECT_EQ(In(queries[0].environments), (std::vector<size_t>{0, 2}));
  EXPECT_EQ(In(queries[1].environments), (std::vector<size_t>{1}));
}

TEST(Environments, AreNotLimited) {
  std::vector<std::string> names;
  std::string values;
  for (size_t i = 0; i < 100; ++i) {
    names.push_back("e" + std::to_string(i));
    values += (i == 0 ? "" : ", ") + names.back() + ": {value: v" + std::to_string(i) + "}";
  }
  const Evaluated stack(
      "resources:\n  - name: stage\n    props:\n      - {name: p, values: {" + values + "}}\n",
      {{"resources/stage.iql", Insert("'{{ p }}'") + "/*+ update */\nSELECT {{ stack_name }};\n"}},
      names);
  const std::vector<QueryResult>& queries = stack.result().queries;
  ASSERT_EQ(queries.size(), 101U);
  std::vector<std::string> rows;
  for (size_t i = 0; i < 100; ++i) rows.push_back("v" + std::to_string(i));
  EXPECT_EQ(stack.Rows(), rows);
  EXPECT_EQ(In(queries[1].environments).size(), 100U) << "the same in all";
  EXPECT_EQ(In(queries[100].environments), (std::vector<size_t>{99}));
}

// More secrets than anybody has are not looked for one by one; the same in each environment are
// few.
TEST(Environments, SecretsCountOnce) {
  std::vector<std::string> names;
  std::string props;
  std::string listed;
  for (size_t i = 0; i < 100; ++i) names.push_back("e" + std::to_string(i));
  for (size_t i = 0; i < 11; ++i) {
    const std::string name = "p" + std::to_string(i);
    props += "      - {name: " + name + ", value: secret-" + name + "}\n";
    listed += (i == 0 ? "" : ", ") + name;
  }
  const Evaluated stack(
      "resources:\n  - name: stage\n    protected: [" + listed + "]\n    props:\n" + props,
      {{"resources/stage.iql", Insert("'{{ p0 }}'")}}, names);
  EXPECT_EQ(stack.result().secrets.Hide("a secret-p10 here"), "a <p10> here");
}

TEST(Environments, ResourcesWithoutAFileAreSharedToo) {
  const Evaluated stack(
      "resources:\n  - name: same\n    props: [{name: p, value: x}]\n"
      "  - name: other\n    props: [{name: q, values: {a: {value: 1}, b: {value: 2}}}]\n",
      {}, {"a", "b"});
  const std::vector<UnqueriedResource>& resources = stack.result().unqueried;
  ASSERT_EQ(resources.size(), 3U);
  EXPECT_EQ(In(resources[0].environments), (std::vector<size_t>{0, 1}));
  EXPECT_EQ(In(resources[1].environments), (std::vector<size_t>{0}));
  EXPECT_EQ(In(resources[2].environments), (std::vector<size_t>{1}));
}

TEST(Queries, OfInlineSqlAndFiles) {
  const Evaluated stack(
      "resources:\n  - {name: a, type: query, exports: [arn], sql: SELECT arn}\n"
      "  - {name: b, type: command, sql: SELECT 1}\n"
      "  - {name: c, sql: SELECT 2}\n",
      {{"resources/c.iql", "/*+ Exists, retries=2 */\nSELECT 3;\n"}});
  Texts anchors;
  for (const QueryResult& query : stack.result().queries) anchors.push_back(query.query.anchor);
  EXPECT_EQ(anchors, (Texts{"exports", "command", "exists"}));
  EXPECT_EQ(stack.Problems(), Texts{"ignored-field 'sql'"});
}

TEST(Queries, WithoutAFolderPropsAreTheState) {
  const Evaluated stack("resources: [{name: stage, props: [{name: Name, value: '{{ x }}-y'}]}]\n");
  EXPECT_EQ(stack.Problems(), Texts{});
  ASSERT_EQ(stack.result().unqueried.size(), 1U);
  EXPECT_EQ(stack.result().unqueried[0].props.size(), 1U);
}

TEST(Queries, WithoutAFolderOnlyWhatNeedsAFileLacksOne) {
  const Evaluated stack(
      "resources:\n  - {name: a, type: query, exports: [arn], sql: SELECT arn}\n"
      "  - {name: b, type: script, run: x}\n  - {name: c}\n");
  ASSERT_EQ(stack.result().unqueried.size(), 1U);
  EXPECT_EQ(stack.result().unqueried[0].resource->name, "c");
}

TEST(Queries, MissingFiles) {
  const Evaluated stack("resources: [{name: a}, {name: b, file: sub/c.iql}]\n",
                        {{"resources/x.iql", ""}});
  EXPECT_EQ(stack.Problems(), (Texts{"missing-query-file 'a'", "missing-query-file 'sub/c.iql'"}));
}

}  // namespace
}  // namespace stackql
