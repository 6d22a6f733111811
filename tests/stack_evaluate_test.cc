// Evaluating a stack: what the names mean where they stand, what values become in the context, and
// which queries come out.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "stack/evaluate.h"
#include "support/rule_names.h"
#include "yaml/yaml.h"

namespace stackql {
namespace {

using Text = std::string;
using Texts = std::vector<std::string>;
using Files = std::map<std::string, std::string>;

// A stack evaluated once for each of some environments.
class Evaluated {
 public:
  explicit Evaluated(const std::string& manifest, const Files& files = {},
                     std::vector<std::optional<std::string>> environments = {std::nullopt},
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
    StackEvaluator evaluator(values_, stack_, std::move(variables), problems_);
    for (const auto& environment : environments) runs_.push_back(evaluator.Run(environment));
    evaluator.Finish();
  }

  // The values of the first row of each INSERT: text, '?' for holes.
  Texts Rows() const {
    Texts rows;
    for (const Evaluation& run : runs_) {
      for (const Query& query : run.queries) {
        for (const sql::Statement& statement : query.statements) {
          if (statement.kind != sql::Statement::Kind::kInsert || statement.rows.empty()) continue;
          rows.push_back(Show(statement.rows[0]));
        }
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
  const std::vector<Evaluation>& runs() const { return runs_; }

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
  std::vector<Evaluation> runs_;
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
      {"1e3", "?"},
      {"1.10", "?"},
      {"'1.10'", "1.10"},
      {"true", "true"},
      {"'True'", "true"},
      {"'True, not False'", "true, not false"},
      {"'yes'", "yes"},
      {"''", ""},
      {"[b, a, 5, true]", R"(["b","a",5,true])"},
      {"{z: 1, a: [x]}", R"({"a":["x"],"z":1})"},
      {"{a: null}", R"({"a":""})"},
      {"{a: '[1, 2]'}", R"({"a":[1,2]})"},
      {"{a: '[1, 2'}", R"({"a":"[1, 2"})"},
      {"{a: 'True'}", R"({"a":"true"})"},
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
      {{"resources/stage.iql", Insert("'{{ g }}', '{{ u }}'")}}, {std::nullopt}, variables);
  EXPECT_EQ(in_global.Rows(), Texts{"given|?"});
  EXPECT_EQ(in_global.Problems(), Texts{});
  const Evaluated in_query("resources: [{name: stage}]\n",
                           {{"resources/stage.iql", Insert("'{{ V }}'")}}, {std::nullopt},
                           variables);
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

TEST(Queries, OfInlineSqlAndFiles) {
  const Evaluated stack(
      "resources:\n  - {name: a, type: query, exports: [arn], sql: SELECT arn}\n"
      "  - {name: b, type: command, sql: SELECT 1}\n"
      "  - {name: c, sql: SELECT 2}\n",
      {{"resources/c.iql", "/*+ Exists, retries=2 */\nSELECT 3;\n"}});
  Texts anchors;
  for (const Query& query : stack.runs()[0].queries) anchors.push_back(query.anchor);
  EXPECT_EQ(anchors, (Texts{"exports", "command", "exists"}));
  EXPECT_EQ(stack.Problems(), Texts{"ignored-field 'sql'"});
}

TEST(Queries, WithoutAFolderPropsAreTheState) {
  const Evaluated stack("resources: [{name: stage, props: [{name: Name, value: '{{ x }}-y'}]}]\n");
  EXPECT_EQ(stack.Problems(), Texts{});
  ASSERT_EQ(stack.runs()[0].loose.size(), 1U);
  EXPECT_EQ(stack.runs()[0].loose[0].props.size(), 1U);
}

TEST(Queries, MissingFiles) {
  const Evaluated stack("resources: [{name: a}, {name: b, file: sub/c.iql}]\n",
                        {{"resources/x.iql", ""}});
  EXPECT_EQ(stack.Problems(), (Texts{"missing-query-file 'a'", "missing-query-file 'sub/c.iql'"}));
}

}  // namespace
}  // namespace stackql
