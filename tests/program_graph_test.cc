// `graph`: resources, and what flows between them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;
using testing::Not;

class Graph : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("s/stackql_manifest.yml", R"(version: 1
name: a "demo"
providers: [awscc]
resources:
  - name: first
    if: "'{{ stack_env }}' == 'prod'"
    props: []
    exports: [arn, name]
  - name: second
    props:
      - {name: target, value: 'x-{{ arn }}'}
      - {name: name, value: own}
    exports: [{arn: second_arn}]
  - name: third
    type: query
    props: []
    exports: [count]
exports: [second_arn]
)");
    folder_.Write("s/resources/first.iql", Create("'one'"));
    folder_.Write("s/resources/second.iql", Create("'{{ target }}-{{ name }}'"));
    folder_.Write("s/resources/third.iql",
                  "/*+ exports */\nSELECT '{{ second.second_arn }}' AS count;\n");
  }
  static std::string Create(const std::string& name) {
    return "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region) SELECT " + name +
           ", 'us-east-1';\n/*+ exports */\nSELECT arn, name FROM awscc.ivs.stages WHERE region = "
           "'us-east-1' AND Identifier = 'x';\n";
  }
  Outcome Draw(const std::string& arguments) {
    return RunProgram(folder_.path().string(), "graph --no-config " + arguments);
  }
  TemporaryFolder folder_;
};

TEST_F(Graph, IsAFlowchart) {
  const Outcome outcome = Draw("s");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.text, R"(flowchart TD
  subgraph s0["a #quot;demo#quot;"]
    s0r0(["1. first<br>AWS::IVS::Stage"])
    s0r1["2. second<br>AWS::IVS::Stage"]
    s0r2["3. third<br>query"]
  end
  s0r0 -->|"arn"| s0r1
  s0r1 -->|"second_arn"| s0r2
  s0r1 --> s0e0(("second_arn"))
)");
}

TEST_F(Graph, IsDrawnByGraphviz) {
  const std::string dot = Draw("--format dot").text;
  EXPECT_THAT(dot, HasSubstr("    label=\"a \\\"demo\\\"\";\n"));
  EXPECT_THAT(dot, HasSubstr("    s0r0 [label=\"1. first\\nAWS::IVS::Stage\", style=dashed];\n"));
  EXPECT_THAT(dot, HasSubstr("  s0r0 -> s0r1 [label=\"arn\"];\n"));
  const std::string path = std::getenv("PATH");
  const std::string bin = (folder_.path() / "bin").string();
  folder_.Write("bin/dot", "#!/bin/sh\necho \"<svg $*>\"\nexec /bin/cat\n");
  std::filesystem::permissions(bin + "/dot", std::filesystem::perms::owner_all);
  setenv("PATH", bin.c_str(), 1);
  const Outcome drawn = Draw("--format svg");
  setenv("PATH", "/nowhere", 1);
  const Outcome absent = Draw("--format svg");
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(drawn.status, 0);
  EXPECT_EQ(drawn.text, "<svg -Tsvg>\n" + dot);
  EXPECT_EQ(absent.status, 3);
  EXPECT_THAT(absent.text, HasSubstr("Graphviz's program 'dot' is needed"));
}

// With Graphviz itself.
TEST_F(Graph, IsDrawnAsSvg) {
  if (std::system("dot -V >/dev/null 2>&1") != 0) {
    GTEST_SKIP() << "Graphviz is not installed: no SVG was drawn";
  }
  folder_.Write("s/stackql_manifest.yml", R"(version: 1
name: 'a&lt;b \N "Größe" <x>'
providers: [awscc]
resources:
  - {name: one, type: query, sql: select 1 as id, props: [], exports: [id]}
  - {name: two, type: query, sql: "select '{{ id }}' as other", props: [], exports: [other]}
)");
  const Outcome svg = Draw("--format svg");
  EXPECT_EQ(svg.status, 0);
  EXPECT_THAT(svg.text, HasSubstr("<svg "));
  EXPECT_THAT(svg.text, HasSubstr(">a&amp;lt;b \\N &quot;Größe&quot; &lt;x&gt;</text>"));
  EXPECT_THAT(svg.text, HasSubstr("<title>s0r0&#45;&gt;s0r1</title>"));
  EXPECT_THAT(svg.text, HasSubstr(">1. one</text>"));
  EXPECT_THAT(svg.text, HasSubstr("</svg>\n"));
}

TEST_F(Graph, SaysWhatGraphvizSays) {
  const std::string path = std::getenv("PATH");
  folder_.Write("bin/dot", "#!/bin/sh\necho 'Error: no plugin' >&2\nexit 3\n");
  const std::string bin = (folder_.path() / "bin").string();
  std::filesystem::permissions(bin + "/dot", std::filesystem::perms::owner_all);
  setenv("PATH", bin.c_str(), 1);
  const Outcome outcome = Draw("--format svg");
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.text, HasSubstr("'dot' ended with status 3: Error: no plugin\n"));
}

TEST_F(Graph, NeedsAStack) {
  folder_.Write("q/a.iql", "SELECT 1;\n");
  EXPECT_EQ(Draw("q").status, 3);
  EXPECT_EQ(Draw("none").status, 3);
  EXPECT_EQ(Draw("--format png").status, 2);
}

}  // namespace
}  // namespace stackql
