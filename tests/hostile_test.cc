// Input that was cut off, damaged or made to be slow: a finding or a failure for that file, never a
// crash, within bounded time, and every place stays inside its text.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/cpu_clock.h"
#include "support/places.h"
#include "support/sample.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;
using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary

constexpr std::chrono::seconds kLimit(5);
// Sanitizers and slow machines: the limit holds for the program, this is for the instrumented one.
constexpr int kSlack = 4;

std::string Repeat(std::string_view unit, size_t times) {
  std::string text;
  text.reserve(unit.size() * times);
  for (size_t i = 0; i < times; ++i) text += unit;
  return text;
}

std::string ReadAll(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path Sample() { return fs::path(testing_support::kSourceDir) / "testdata/stacks/ivs-stage"; }

TEST(Hostile, TruncatedFilesNeverCrash) {
  const std::string manifest = ReadAll(Sample() / "stackql_manifest.yml");
  const std::string query = ReadAll(Sample() / "resources/stage.iql");
  ASSERT_FALSE(manifest.empty());
  ASSERT_FALSE(query.empty());
  TemporaryFolder folder;
  folder.Write("resources/stage.iql", query);
  for (size_t size = 0; size < manifest.size(); ++size) {
    folder.Write("stackql_manifest.yml", std::string_view(manifest).substr(0, size));
    ExpectPlacesInside(LintFolder(folder));
  }
  folder.Write("stackql_manifest.yml", manifest);
  for (size_t size = 0; size < query.size(); ++size) {
    folder.Write("resources/stage.iql", std::string_view(query).substr(0, size));
    ExpectPlacesInside(LintFolder(folder));
  }
}

struct Bomb {
  std::string title = {};
  std::string file = {};
  std::string text = {};
};

std::string AliasBomb() {
  std::string text =
      "name: x\nproviders: [awscc]\nglobals:\n  - name: a0\n    value: &a0 [x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text += "  - name: a" + std::to_string(i) + "\n    value: &a" + std::to_string(i) + " [" +
            last + ", " + last + ", " + last + "]\n";
  }
  return text;
}

// Props each of which has an environment of its own.
std::string ManyEnvironments(int count) {
  std::string text = "name: x\nproviders: [awscc]\nresources:\n- name: r\n  props:\n";
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(i);
    text += "  - {name: p" + number + ", values: {";
    for (int j = 0; j < 10; ++j) text += "e" + number + "-" + std::to_string(j) + ": {value: 1}, ";
    text += "}}\n";
  }
  return text;
}

// As many secrets as `known` says, all of them named by a prop or none.
std::string ManySecrets(bool known, int count) {
  std::string hidden;
  std::string props;
  for (int i = 0; i < count; ++i) {
    hidden += (known ? "p" : "q") + std::to_string(i) + ", ";
    props +=
        "      - name: p" + std::to_string(i) + "\n        value: v" + std::to_string(i) + "\n";
  }
  return "name: x\nproviders: [awscc]\nresources:\n  - name: stage\n    protected: [" + hidden +
         "]\n    props:\n" + props;
}

std::vector<Bomb> Bombs() {
  const std::string head =
      "name: x\nproviders: [awscc]\nresources:\n  - name: stage\n    props:\n"
      "      - name: Tags\n        value: ";
  return {
      {"AliasBomb", "stackql_manifest.yml", AliasBomb()},
      {"DeepFlow", "stackql_manifest.yml", head + Repeat("[", 10'000)},
      {"DeepClosedFlow", "stackql_manifest.yml",
       head + Repeat("[", 10'000) + Repeat("]", 10'000) + "\n"},
      {"DeepBlock", "stackql_manifest.yml", "a:\n" + Repeat("- ", 10'000) + "x\n"},
      {"UnterminatedQuote", "stackql_manifest.yml", head + "\"never closed\n"},
      {"UnterminatedSingle", "stackql_manifest.yml", head + "'never closed\n"},
      {"InvalidUtf8", "stackql_manifest.yml", head + "\xC3\x28\xFF\xFE\n"},
      {"NulByte", "stackql_manifest.yml", head + std::string("a\0b\n", 4)},
      {"HugeLine", "stackql_manifest.yml", head + std::string(4 << 20, 'x') + "\n"},
      {"HugeFlowMap", "stackql_manifest.yml", head + "{" + Repeat("a: b, ", 150'000) + "}\n"},
      {"ManyTemplates", "stackql_manifest.yml", head + "'" + Repeat("{{ a }}", 100'000) + "'\n"},
      {"ManySecrets", "stackql_manifest.yml", ManySecrets(true, 10'000)},
      {"ManyUnknownSecrets", "stackql_manifest.yml", ManySecrets(false, 2'000)},
      {"ManyEnvironments", "stackql_manifest.yml", ManyEnvironments(500)},
      {"LongExpression", "query.iql", "SELECT 1" + Repeat("+1", 100'000) + ";"},
      {"ManyJoins", "query.iql", "SELECT 1 FROM a" + Repeat(" JOIN b ON 1=1", 50'000) + ";"},
      {"NestedComments", "query.iql", "SELECT 1 " + Repeat("/*", 50'000)},
      {"NestedClosedComments", "query.iql",
       "SELECT 1 " + Repeat("/*", 25'000) + Repeat("*/", 25'000) + ";"},
      {"DeepBrackets", "query.iql", "SELECT " + Repeat("(", 100'000) + "1"},
      {"UnterminatedLiteral", "query.iql", "SELECT 'never closed " + std::string(100'000, 'x')},
      {"SqlInvalidUtf8", "query.iql", "SELECT '\xFF\xFF\xFF' FROM awscc.ivs.stages;"},
      {"SqlNul", "query.iql", std::string("SELECT \0 FROM t;", 16)},
      {"SqlHugeLine", "query.iql", "SELECT '" + std::string(4 << 20, 'x') + "';"},
      {"ManyStatements", "query.iql", Repeat("SELECT 1;\n", 20'000)},
      {"ManyAnchors", "query.iql", Repeat("/*+ create */\nSELECT 1;\n", 5'000)},
      {"DeepTemplate", "query.iql", "SELECT '" + Repeat("{{ (", 10'000) + "'"},
      {"DeepParentheses", "query.iql", "SELECT '{{ " + Repeat("(", 50'000) + "1 }}';"},
      {"DeepIf", "query.iql", Repeat("{% if a %}", 10'000) + "SELECT 1;"},
      {"LoopBomb", "query.iql",
       "{% for a in range(end=100000) %}{% for b in range(end=100000) %}x{% endfor %}{% endfor %}"},
      {"DeepJson", "query.iql",
       "INSERT INTO awscc.ivs.stages (Tags, region) SELECT '" + Repeat("[", 100'000) +
           "', 'us-east-1';"},
      {"ManyColumns", "query.iql",
       "INSERT INTO awscc.ivs.stages (" + Repeat("Name, ", 20'000) + "region) SELECT 1;"},
      {"ManyTags", "query.iql",
       "INSERT INTO awscc.ivs.stages (Tags, region) SELECT '[" +
           Repeat(R"({"Key": "k", "Value": "v"},)", 20'000) + R"({"Key": "k", "Value": "v"}]')" +
           ", 'us-east-1';"},
  };
}

class HostileInput : public testing::TestWithParam<Bomb> {};

TEST_P(HostileInput, AreHandledInTime) {
  TemporaryFolder folder;
  folder.Write(GetParam().file, GetParam().text);
  folder.Write("other/stackql_manifest.yml",
               "name: other\nprovidrs: [awscc]\nproviders: [awscc]\n");
  const auto start = testing_support::CpuClock::now();
  const Report report = LintFolder(folder);
  EXPECT_LT(testing_support::CpuClock::now() - start, kLimit * kSlack);
  ExpectPlacesInside(report);
  // One broken file never stops the others.
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(),
                          [](const Finding& finding) { return finding.name == "unknown-field"; }));
}

INSTANTIATE_TEST_SUITE_P(All, HostileInput, testing::ValuesIn(Bombs()),
                         [](const auto& each) { return each.param.title; });

TEST(Hostile, UnterminatedQuotesAndBadBytesAreFindings) {
  for (const Bomb& bomb : Bombs()) {
    if (bomb.title != "UnterminatedQuote" && bomb.title != "InvalidUtf8" &&
        bomb.title != "NulByte" && bomb.title != "UnterminatedLiteral" &&
        bomb.title != "SqlInvalidUtf8") {
      continue;
    }
    const Report report = Lint({{bomb.file, bomb.text}});
    EXPECT_FALSE(report.findings.empty() && report.failures.empty()) << bomb.title;
  }
}

TEST(Hostile, CrlfGivesTheSameFindings) {
  const std::string manifest = ReadAll(Sample() / "stackql_manifest.yml");
  const std::string query = ReadAll(Sample() / "resources/stage.iql");
  const auto crlf = [](const std::string& text) {
    std::string out;
    for (const char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
  };
  const Report unix_lines =
      Lint({{"stackql_manifest.yml", manifest}, {"resources/stage.iql", query}});
  const Report dos_lines =
      Lint({{"stackql_manifest.yml", crlf(manifest)}, {"resources/stage.iql", crlf(query)}});
  ASSERT_FALSE(unix_lines.findings.empty());
  ASSERT_EQ(unix_lines.findings.size(), dos_lines.findings.size())
      << Describe(unix_lines) << "against\n"
      << Describe(dos_lines);
  for (size_t i = 0; i < unix_lines.findings.size(); ++i) {
    EXPECT_EQ(unix_lines.findings[i].rule, dos_lines.findings[i].rule);
    const std::string covered = Covered(dos_lines, dos_lines.findings[i]);
    EXPECT_EQ(crlf(Covered(unix_lines, unix_lines.findings[i])), covered);
  }
}

// Values that grow with each prop are made up to a limit, which the summary tells.
TEST(Hostile, ValuesThatGrowWithoutEndAreNotChecked) {
  std::string manifest =
      "name: x\nproviders: [awscc]\nresources:\n- name: r\n  props:\n"
      "  - {name: p0, value: [x]}\n";
  for (int i = 1; i < 4'000; ++i) {
    manifest += "  - {name: p" + std::to_string(i) + ", value: [k" + std::to_string(i) +
                "], merge: [p" + std::to_string(i - 1) + "]}\n";
  }
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml", manifest);
  folder.Write("resources/r.iql", "/*+ create */\nSELECT '{{ p3 }}';\n");
  const auto start = testing_support::CpuClock::now();
  const Report report = LintFolder(folder);
  EXPECT_LT(testing_support::CpuClock::now() - start, kLimit * kSlack);
  EXPECT_EQ(report.summary.not_checked.count("values that are too large"), 1U);
}

// A limit that makes a value unknown is told: what is wrong with it is not found any more.
std::string Repeated(const std::string& text, size_t times) {
  std::string all;
  for (size_t i = 0; i < times; ++i) all += text;
  return all;
}

TEST(Hostile, WhatMeetsALimitIsNotCheckedAndTold) {
  const struct {
    std::string value;  // of a query
    std::string told;
  } cases[] = {
      {"{{ a }}", "values that are too large"},
      {"{{ c | replace(from='x', to='0123456789') }}", "values that are too large"},
      {"{% for i in range(end=100000) %}{% endfor %}x", "values that are too large"},
      {"{% for i in range(end=2000) %}{% for j in range(end=2000) %}{% endfor %}{% endfor %}x",
       "templates that take too many steps"},
      {"{% if b == 1 %}1{% endif %}{% if b == 2 %}2{% endif %}{% if b == 3 %}3{% endif %}"
       "{% if b == 4 %}4{% endif %}{% if b == 5 %}5{% endif %}{% if b == 6 %}6{% endif %}"
       "{% if b == 7 %}7{% endif %}{% if b == 8 %}8{% endif %}{% if b == 9 %}9{% endif %}x",
       "queries with more than eight outcomes"},
      // What is met is known after the first, but there are too many.
      {"{% if b == 1 %}{% set c = 1 %}{% else %}{% set c = 2 %}{% endif %}" +
           Repeated("{% if c == 1 %}1{% endif %}", 60'000),
       "queries with more than eight outcomes"},
  };
  for (const auto& test : cases) {
    TemporaryFolder folder;
    folder.Write("stackql_manifest.yml",
                 "name: x\nproviders: [awscc]\nresources:\n- name: r\n  props:\n"
                 "  - {name: a, value: [" +
                     std::string(1'200'000, 'x') +
                     "]}\n  - {name: b, value: '{{ SOME_VARIABLE }}'}\n  - {name: c, value: " +
                     std::string(200'000, 'x') + "}\n");
    folder.Write("resources/r.iql",
                 "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\n"
                 "SELECT '" +
                     test.value + "', 'us-east-1';\n");
    const Report report = LintFolder(folder);
    EXPECT_EQ(report.summary.not_checked.count(test.told), 1U) << test.value << Describe(report);
  }
}

// A teardown sees what all others export.
TEST(Hostile, ManyResourcesThatExportTheSame) {
  std::string manifest = "name: x\nproviders: [awscc]\nresources:\n";
  for (int i = 0; i < 3'000; ++i) {
    manifest += "- {name: r" + std::to_string(i) + ", file: r.iql, props: [], exports: [n" +
                std::to_string(i / 2) + "]}\n";
  }
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml", manifest);
  folder.Write("resources/r.iql",
               "/*+ delete */\nDELETE FROM awscc.ivs.stages WHERE region = 'us-east-1' AND "
               "Identifier = '{{ n7 }}{{ n1499 }}';\n");
  const auto start = testing_support::CpuClock::now();
  const Report report = LintFolder(folder);
  EXPECT_LT(testing_support::CpuClock::now() - start, kLimit * kSlack);
  EXPECT_EQ(report.summary.not_checked.count("values that are too large"), 1U);
  EXPECT_TRUE(std::none_of(report.findings.begin(), report.findings.end(),
                           [](const Finding& finding) { return finding.rule == "TPL002"; }));
}

// One long list that many props merge is read once.
TEST(Hostile, AListThatIsMergedOftenIsReadOnce) {
  std::string manifest = "name: x\nproviders: [awscc]\nglobals:\n- name: big\n  value: [a";
  for (int i = 0; i < 20'000; ++i) manifest += ", b" + std::to_string(i);
  manifest += "]\nresources:\n- name: r\n  props:\n";
  for (int i = 0; i < 2'000; ++i) {
    manifest += "  - {name: p" + std::to_string(i) + ", value: [x], merge: [big]}\n";
  }
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml", manifest);
  folder.Write("resources/r.iql", "/*+ create */\nSELECT '{{ p3 }}';\n");
  const auto start = testing_support::CpuClock::now();
  LintFolder(folder);
  EXPECT_LT(testing_support::CpuClock::now() - start, kLimit * kSlack);
}

// One mistake in what many queries insert.
TEST(Hostile, AfterMoreFindingsThanAnybodyReadsQueriesAreCounted) {
  std::string manifest = "name: x\nproviders: [awscc]\nglobals:\n- name: tags\n  value: [a";
  for (int i = 0; i < 10'000; ++i) manifest += ", b" + std::to_string(i);
  manifest += "]\nresources:\n";
  for (int i = 0; i < 30; ++i) {
    manifest += "- {name: r" + std::to_string(i) + ", file: r.iql, props: []}\n";
  }
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml", manifest);
  folder.Write("resources/r.iql",
               "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, Tags, region) SELECT "
               "'{{ resource_name }}', '{{ tags }}', 'us-east-1';\n");
  const Report report = LintFolder(folder);
  EXPECT_GT(report.summary.not_checked.at("queries after the first 10,000 findings").count, 20U);
}

TEST(Hostile, MoreFindingsThanAnybodyReadsAreCounted) {
  const TemporaryFolder folder;
  constexpr size_t kMost = 10'000;
  std::string text;
  for (size_t i = 0; i <= kMost; ++i) text += "SELECT arn FROM awscc.ivs.none;\n";
  folder.Write("q.iql",
               text + "INSERT INTO awscc.ivs.stages (Nmae, region) SELECT 'a', 'eu-west-1';");
  const auto lint = [&](std::vector<std::string> ignore) {
    return stackql::Run(
               {.paths = {folder.path().string()}, .no_config = true, .ignore = std::move(ignore)},
               Builtin())
        .report;
  };
  const Report all = lint({});
  EXPECT_EQ(all.findings.size(), kMost);
  EXPECT_GT(all.summary.not_checked.at("findings beyond the first 10,000").count, 0U);
  std::vector<std::string> others;
  for (const Finding& finding : all.findings) others.push_back(finding.rule);
  const Report one = lint(others);  // rules that are off are not counted
  EXPECT_EQ(one.summary.not_checked.count("findings beyond the first 10,000"), 0U);
  ASSERT_EQ(one.findings.size(), 1U);
  EXPECT_EQ(Covered(one, one.findings[0]), "Nmae");
}

TEST(Hostile, FilesOverTheLimitAreRefused) {
  TemporaryFolder folder;
  folder.Write("query.iql", "SELECT 1;");
  const RunOptions options = {.paths = {folder.path().string()}, .max_file_size = 5, .jobs = 1};
  const Report report = stackql::Run(options, Builtin()).report;
  ASSERT_EQ(report.failures.size(), 1U);
  EXPECT_NE(report.failures[0].find("query.iql"), std::string::npos);
}

TEST(Hostile, LinksOutOfTheStackAreNotFollowed) {
  TemporaryFolder outside;
  const std::string secret = outside.Write("secret.iql", "SELECT 'secret' FROM;");
  TemporaryFolder folder;
  folder.Write("stackql_manifest.yml",
               "name: x\nproviders: [awscc]\nresources:\n  - name: stage\n    props: []\n");
  fs::create_directories(folder.path() / "resources");
  fs::create_symlink(secret, folder.path() / "resources/stage.iql");
  const Report report = LintFolder(folder);
  EXPECT_EQ(report.failures.size(), 1U) << Describe(report);
  for (const Finding& finding : report.findings) EXPECT_NE(finding.name, "sql-syntax");
}

}  // namespace
}  // namespace stackql
