// Reading .stackql-lint.yaml: every setting, every mistake at its place.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"
#include "support/rule_names.h"
#include "support/temporary_folder.h"
#include "value/value.h"

namespace stackql::config {
namespace {

namespace fs = std::filesystem;

class Reading {
 public:
  explicit Reading(std::string text) : values_(sources_) {
    config_ = Read(values_, sources_.AddFile("dir/.stackql-lint.yaml", std::move(text)), problems_);
  }
  const Config& config() const { return config_; }
  const Problems& problems() const { return problems_; }
  // "rule(message) at 'bytes'", with the arguments behind.
  std::vector<std::string> Described() const {
    std::vector<std::string> lines;
    for (const Problem& problem : problems_) {
      std::string line(testing_support::RuleName(problem));
      if (problem.what.id != "default") line += "(" + std::string(problem.what.id) + ")";
      line += " at '" + std::string(sources_.Spelling(problem.where)) + "'";
      for (const auto& arg : problem.what.args) {
        line += " ";
        line += arg.first;
        line += "=" + arg.second;
      }
      lines.push_back(line);
    }
    return lines;
  }

 private:
  Sources sources_;
  Values values_;
  Problems problems_;
  Config config_;
};

using Lines = std::vector<std::string>;

TEST(Config, ReadsEverySetting) {
  const Reading reading(
      "# ours\n"
      "select: [SQL, tag-key-length]\n"
      "ignore:\n  - SQL007\n"
      "severity: {TAG005: warning, unused-prop: 'off'}\n"
      "environments: [dev, on, 1]\n"
      "variables:\n  region: us-east-1\n  version: 1.10\n  flag: true\n  empty: ''\n"
      "rules: [lint/rules]\n"
      "exclude: ['examples/', '*.old.iql']\n");
  EXPECT_EQ(reading.Described(), Lines{});
  const Config& config = reading.config();
  EXPECT_EQ(config.path, "dir/.stackql-lint.yaml");
  EXPECT_EQ(config.select, (Lines{"SQL", "tag-key-length"}));
  EXPECT_EQ(config.ignore, (Lines{"SQL007"}));
  EXPECT_EQ(config.severity.at("TAG005"), "warning");
  EXPECT_EQ(config.severity.at("unused-prop"), "off");
  EXPECT_EQ(config.environments, (Lines{"dev", "on", "1"}));
  EXPECT_EQ(config.variables.at("version"), "1.10");
  EXPECT_EQ(config.variables.at("flag"), "true");
  EXPECT_EQ(config.variables.at("empty"), "");
  EXPECT_EQ(config.rule_directories, (Lines{"lint/rules"}));
  EXPECT_EQ(config.exclude, (Lines{"examples/", "*.old.iql"}));
}

TEST(Config, MayBeEmpty) {
  for (const char* text : {"", "# nothing yet\n", "---\n", "{}", "select:\nseverity: null\n",
                           "\xEF\xBB\xBF"
                           "select: []\n"}) {
    EXPECT_EQ(Reading(text).Described(), Lines{}) << text;
  }
}

TEST(Config, ReportsMistakesAtTheirPlace) {
  struct Case {
    const char* text;
    const char* problem;
  };
  const std::vector<Case> cases = {
      {"ingore: [SQL]\n", "unknown-config-key at 'ingore' key=ingore"},
      {"- SQL\n",
       "invalid-config at '- SQL' expected=a mapping found=a list setting=configuration"},
      {"text\n",
       "invalid-config at 'text' expected=a mapping found=a string setting=configuration"},
      {"select: SQL\n", "invalid-config at 'SQL' expected=a list found=a string setting=select"},
      {"ignore: {SQL: 1}\n",
       "invalid-config at '{SQL: 1}' expected=a list found=a "
       "mapping setting=ignore"},
      {"rules: [[a]]\n",
       "invalid-config at '[a]' expected=a list of strings found=a list setting=rules"},
      {"exclude: [a, null]\n",
       "invalid-config at 'null' expected=a list of strings found=null setting=exclude"},
      {"severity: high\n",
       "invalid-config at 'high' expected=a mapping found=a string setting=severity"},
      {"severity: {SQL001: eror}\n",
       "invalid-config(severity) at 'eror' rule=SQL001 severity=eror"},
      {"severity: {SQL001: [error]}\n",
       "invalid-config at '[error]' expected=error, warning, info or off found=a "
       "list setting=severity"},
      {"fail-on: warn\n", "invalid-config(level) at 'warn' level=warn setting=fail-on"},
      {"fail-on: [error]\n",
       "invalid-config at '[error]' expected=error, warning, info or never found=a list "
       "setting=fail-on"},
      {"overrides: [{paths: x, ignore: [A]}]\n",
       "invalid-config at 'x' expected=a list found=a string setting=paths"},
      {"variables: [a]\n",
       "invalid-config at '[a]' expected=a mapping found=a list setting=variables"},
      {"variables: {a: {b: c}}\n",
       "invalid-config at '{b: c}' expected=a mapping from names to strings found=a mapping "
       "setting=variables"},
      {"ignore: []\nignore: []\n", "invalid-config(twice) at 'ignore' setting=ignore"},
      {"severity: {a: off, a: off}\n", "invalid-config(twice) at 'a' setting=a"},
  };
  for (const Case& c : cases) EXPECT_EQ(Reading(c.text).Described(), Lines{c.problem}) << c.text;
}

TEST(Config, ReadsOverridesAndFiles) {
  const Reading reading(
      "extend: ../base.yaml\nenv-file: vars.env\n"
      "overrides:\n"
      "  - paths: [old/, '*.iql']\n    ignore: [TAG]\n    severity: {SQL007: info}\n"
      "  - {paths: [new/], select: [SQL]}\n");
  EXPECT_EQ(reading.Described(), Lines{});
  const Config& config = reading.config();
  EXPECT_EQ(config.extends, "../base.yaml");
  EXPECT_EQ(config.env_file, "vars.env");
  EXPECT_EQ(config.FolderOf("env-file"), "dir");
  ASSERT_EQ(config.overrides.size(), 2U);
  EXPECT_EQ(config.overrides[0].paths, (Lines{"old/", "*.iql"}));
  EXPECT_EQ(config.overrides[0].folder, "dir");
  EXPECT_EQ(config.overrides[0].ignore, (Lines{"TAG"}));
  EXPECT_EQ(config.overrides[0].severity.at("SQL007"), "info");
  EXPECT_EQ(config.overrides[1].select, (Lines{"SQL"}));
  EXPECT_EQ(Reading("overrides: [{ignore: [a]}]\n").Described(),
            Lines{"invalid-config(everywhere) at 'ignore' setting=paths"});
  EXPECT_EQ(Reading("overrides: [{paths: [a], slect: [b]}]\n").Described(),
            Lines{"unknown-config-key at 'slect' key=slect"});
  EXPECT_EQ(Reading("overrides: [a]\n").Described(),
            Lines{"invalid-config at 'a' expected=a list of mappings found=a string "
                  "setting=overrides"});
  EXPECT_EQ(Reading("extend: [a]\n").Described(),
            Lines{"invalid-config at '[a]' expected=a path found=a list setting=extend"});
}

TEST(Config, TakesWhatItDoesNotSetFromAnother) {
  const Reading base(
      "select: [A]\nignore: [B]\nseverity: {x: info, y: info}\nexclude: [e/]\ndialect: python\n"
      "overrides: [{paths: [a]}]\n");
  Config own = Reading("ignore: []\nseverity: {x: error}\noverrides: [{paths: [b]}]\n").config();
  Extend(own, base.config());
  EXPECT_EQ(own.select, Lines{"A"});
  EXPECT_EQ(own.ignore, Lines{});
  EXPECT_EQ(own.severity, (std::map<std::string, std::string>{{"x", "error"}, {"y", "info"}}));
  EXPECT_EQ(own.exclude, Lines{"e/"});
  EXPECT_EQ(own.dialect, Dialect::kPython);
  ASSERT_EQ(own.overrides.size(), 2U);
  EXPECT_EQ(own.overrides[0].paths, Lines{"a"});
  EXPECT_EQ(own.overrides[1].paths, Lines{"b"});
}

TEST(Config, ReportsADialectThatTheVersionContradicts) {
  for (const char* text :
       {"deploy-version: 2.0\ndialect: python\n", "dialect: python\ndeploy-version: 2.0\n"}) {
    const Reading reading(text);
    EXPECT_EQ(reading.config().dialect, Dialect::kOlderRust) << text;
    EXPECT_EQ(reading.Described(),
              Lines{"invalid-config(contradiction) at 'python' dialect=python"});
  }
  for (const char* text :
       {"deploy-version: 2.0\ndialect: rust\n", "dialect: rust\ndeploy-version: 2.0\n"}) {
    const Reading reading(text);
    EXPECT_EQ(reading.config().dialect, Dialect::kOlderRust) << text;
    EXPECT_EQ(reading.Described(), Lines{});
  }
}

TEST(Config, PointsAtTheSecondOfTwo) {
  const Reading reading("ignore: [a]\nignore: [b]\n");
  ASSERT_EQ(reading.problems().size(), 1U);
  EXPECT_EQ(reading.problems()[0].where.span.begin, 12U);
  EXPECT_EQ(reading.config().ignore, (Lines{"a"}));
}

TEST(Config, SuggestsWhatWasMeant) {
  const Reading key("enviroments: [dev]\n");
  ASSERT_EQ(key.problems().size(), 1U);
  EXPECT_EQ(key.problems()[0].help, "Did you mean 'environments'?");
  ASSERT_EQ(key.problems()[0].repairs.size(), 1U);
  EXPECT_EQ(key.problems()[0].repairs[0].text, "environments");
  const Reading severity("severity: {a: warn}\n");
  ASSERT_EQ(severity.problems().size(), 1U);
  EXPECT_EQ(severity.problems()[0].help, "Did you mean 'warning'?");
  EXPECT_EQ(Reading("severity: {a: high}\n").problems().at(0).help,
            "Use one of 'error', 'warning', 'info', 'off'.");
  const Reading strange("x-y-z: 1\n");
  EXPECT_TRUE(strange.problems().at(0).repairs.empty());
}

TEST(Config, KeepsTheRestOfAConfigurationWithAMistake) {
  const Reading reading("select: 5\nignore: [a, [b], c]\n");
  EXPECT_EQ(reading.config().ignore, (Lines{"a", "c"}));
  EXPECT_EQ(reading.problems().size(), 2U);
}

TEST(Config, SurvivesBrokenText) {
  const std::string text = "select: [SQL]\nseverity: {a: 'off'}\nvariables:\n  b: \"c\"\n";
  for (size_t cut = 0; cut <= text.size(); ++cut) {
    const Reading reading(text.substr(0, cut));
    for (const Problem& problem : reading.problems()) EXPECT_LE(problem.where.span.end, cut);
  }
  EXPECT_FALSE(Reading("select: [\n").problems().empty());
}

TEST(Config, IsFoundGoingUp) {
  const testing_support::TemporaryFolder folder;
  const fs::path root = fs::canonical(folder.path());
  const fs::path before = fs::current_path();
  fs::current_path(root);
  folder.Write("stack/resources/x.iql", "");
  folder.Write("stack/other/y.iql", "");
  folder.Write(".stackql-lint.yaml", "");
  folder.Write("stack/resources/.stackql-lint.yaml", "");
  EXPECT_EQ(FindConfig("stack/resources/x.iql"), "stack/resources/.stackql-lint.yaml");
  EXPECT_EQ(FindConfig("stack/other/y.iql"), ".stackql-lint.yaml");
  EXPECT_EQ(FindConfig((root / "stack/other/y.iql").string()),
            (root / ".stackql-lint.yaml").string());
  fs::current_path(root / "stack/other");
  EXPECT_EQ(FindConfig("y.iql"), "../../.stackql-lint.yaml");
  fs::current_path(before);
}

}  // namespace
}  // namespace stackql::config
