// Configurations, options, a user's own rules, and single files, over the whole program.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "support/command.h"
#include "support/sample.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using Texts = std::vector<std::string>;

// Two findings: SQL010 arm, SQL007 FROM's table.
constexpr std::string_view kQuery = "SELECT arm FROM awscc.ivs.stages_list_only;\n";

std::string Level(Severity severity) { return std::string(Name(severity)); }

// "RULE severity" of each finding.
Texts Found(const Report& report) {
  Texts lines;
  for (const Finding& finding : report.findings) {
    lines.push_back(finding.rule + " " + Level(finding.severity));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

RunResult RunIn(const TemporaryFolder& folder, RunOptions options = {}) {
  if (options.paths.empty()) options.paths = {folder.path().string()};
  options.jobs = 1;
  return Run(options, Builtin());
}

class Configuration : public testing::Test {
 protected:
  void SetUp() override { folder_.Write("query.iql", kQuery); }
  Texts With(std::string_view config) {
    folder_.Write(".stackql-lint.yaml", config);
    const RunResult result = RunIn(folder_);
    EXPECT_EQ(result.usage_errors, Texts{});
    return Found(result.report);
  }
  TemporaryFolder folder_;
};

TEST_F(Configuration, NoneIsNeeded) {
  EXPECT_EQ(Found(RunIn(folder_).report), (Texts{"SQL007 warning", "SQL010 error"}));
}

TEST_F(Configuration, SelectsIgnoresAndRates) {
  EXPECT_EQ(With("select: [SQL007]\n"), Texts{"SQL007 warning"});
  EXPECT_EQ(With("select: [unknown-select-column]\n"), Texts{"SQL010 error"});
  EXPECT_EQ(With("select: [SQL]\nignore: [SQL010]\n"), Texts{"SQL007 warning"});
  EXPECT_EQ(With("select: [TAG]\n"), Texts{});
  EXPECT_EQ(With("severity: {SQL007: error, unknown-select-column: info}\n"),
            (Texts{"SQL007 error", "SQL010 info"}));
  EXPECT_EQ(With("severity: {SQL010: 'off'}\n"), Texts{"SQL007 warning"});
  EXPECT_EQ(With("exclude: ['*.iql']\n"), Texts{});
}

TEST_F(Configuration, OptionsComeFirst) {
  folder_.Write(".stackql-lint.yaml", "select: [SQL007]\nignore: [SQL011]\n");
  EXPECT_EQ(Found(RunIn(folder_, {.select = {"SQL010"}}).report), Texts{"SQL010 error"});
  EXPECT_EQ(Found(RunIn(folder_, {.ignore = {"SQL007"}}).report), Texts{});
  EXPECT_EQ(Found(RunIn(folder_, {.no_config = true}).report),
            (Texts{"SQL007 warning", "SQL010 error"}));
}

TEST_F(Configuration, OfOnesChoice) {
  folder_.Write(".stackql-lint.yaml", "select: [SQL007]\n");
  const std::string other = folder_.Write("other.yaml", "select: [SQL010]\n");
  EXPECT_EQ(Found(RunIn(folder_, {.config = other}).report), Texts{"SQL010 error"});
}

TEST_F(Configuration, UnknownRulesStopTheRun) {
  const RunResult result = RunIn(folder_, {.ignore = {"SQL999"}});
  ASSERT_EQ(result.usage_errors.size(), 1U);
  EXPECT_NE(result.usage_errors[0].find("'SQL999'"), std::string::npos);
  EXPECT_TRUE(result.report.findings.empty());
}

TEST_F(Configuration, UnknownRulesSuggestTheNearest) {
  const auto error = [&](const std::string& name) {
    const RunResult result = RunIn(folder_, {.select = {name}});
    return result.usage_errors.empty() ? "" : result.usage_errors[0];
  };
  EXPECT_EQ(error("TAG0001"), "unknown rule or family 'TAG0001'; did you mean 'TAG001'?");
  EXPECT_EQ(error("tag-key-lenght"),
            "unknown rule or family 'tag-key-lenght'; did you mean 'tag-key-length'?");
  EXPECT_EQ(error("nothing-of-this-kind"),
            "unknown rule or family 'nothing-of-this-kind'; run 'stackql-lint rules' to see them");
}

TEST_F(Configuration, OnlyOneReportIsPrinted) {
  const std::string root = folder_.path().string();
  const Outcome outcome = RunProgram(root, ". -o json -o sarif");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.text.find('{'), std::string::npos);
  EXPECT_EQ(RunProgram(root, ". -o json -o sarif=x.sarif").status, 1);
  const Outcome twice = RunProgram(root, ". -o json=y -o sarif=y");
  EXPECT_EQ(twice.status, 2);
  EXPECT_NE(twice.text.find("two reports cannot both be written to 'y'"), std::string::npos);
  EXPECT_NE(RunProgram(root, "''").text.find("Cannot read '': no such file"), std::string::npos);
}

TEST_F(Configuration, MistakesAreToldAtTheirPlace) {
  const std::string path =
      folder_.Write(".stackql-lint.yaml", "select: [SQL]\nseverity:\n  SQL007: fatal\n");
  const RunResult result = RunIn(folder_);
  ASSERT_EQ(result.usage_errors.size(), 1U);
  EXPECT_EQ(result.usage_errors[0].rfind(path + ":3:11: error[CFG002] ", 0), 0U)
      << result.usage_errors[0];
}

TEST_F(Configuration, UnderAnotherNameIsNoted) {
  folder_.Write(".stackql-lint.yml", "ignore: [TAG]\n");
  const std::string root = folder_.path().string();
  const std::string note = "'.stackql-lint.yml' was not read; rename it to '.stackql-lint.yaml'\n";
  EXPECT_NE(RunProgram(root, ".").text.find(note), std::string::npos);
  EXPECT_EQ(RunProgram(root, "-q .").text.find(note), std::string::npos);
  folder_.Write(".stackql-lint.yaml", "ignore: [TAG001]\n");
  EXPECT_EQ(RunProgram(root, ".").text.find(note), std::string::npos);
}

// A variable that is not set must not widen what is checked, nor take the next word for a value.
TEST_F(Configuration, OptionsNeedTheValueThatTheyAnnounce) {
  for (const std::string option : {"--changed=", "--select= -q", "--output= .", "--none="}) {
    const Outcome outcome = RunProgram(folder_.path().string(), option);
    EXPECT_EQ(outcome.status, 2) << option;
    EXPECT_NE(outcome.text.find("=' has no value after the equals sign"), std::string::npos);
  }
}

TEST_F(Configuration, UnknownKeysAreWarnedOf) {
  const std::string path = folder_.Write(".stackql-lint.yaml", "selct: [SQL010]\n");
  const RunResult result = RunIn(folder_);
  EXPECT_EQ(result.usage_errors, Texts{});
  ASSERT_EQ(result.report.findings.size(), 3U) << Describe(result.report);
  const Finding& finding = result.report.findings.front();
  EXPECT_EQ(finding.rule, "CFG001");
  EXPECT_EQ(finding.where.path, path);
  EXPECT_EQ(Covered(result.report, finding), "selct");
}

// --- what a configuration silences is told -----------------------------------------------------

TEST_F(Configuration, WhatItSilencesIsCounted) {
  const auto silenced = [&](std::string_view config, RunOptions options = {}) {
    const std::string path = folder_.Write(".stackql-lint.yaml", config);
    folder_.Write("a/one.iql", kQuery);
    folder_.Write("a/two.iql", kQuery);
    const RunResult result = RunIn(folder_, std::move(options));
    EXPECT_EQ(result.usage_errors, Texts{});
    EXPECT_LE(result.report.summary.silenced.size(), 1U);
    const auto found = result.report.summary.silenced.find(path);
    if (found == result.report.summary.silenced.end()) return std::string("nothing");
    const Silenced& what = found->second;
    std::string told = std::to_string(what.rules) + " " + std::to_string(what.lowered) + " " +
                       std::to_string(what.paths);
    if (!what.deploy_version.empty()) told += " " + what.deploy_version;
    for (const std::string& environment : what.environments) told += " " + environment;
    return told;
  };
  EXPECT_EQ(silenced("variables: {A: b}\n"), "nothing");
  EXPECT_EQ(silenced("environments: [dev]\n"), "0 0 0 dev");
  EXPECT_EQ(silenced("environments: [dev]\n", {.environments = {"prod"}}), "nothing");
  EXPECT_EQ(silenced("deploy-version: 2.4\n"), "nothing");
  EXPECT_EQ(silenced("deploy-version: 1.9\n"), "0 0 0 1.9");
  EXPECT_EQ(silenced("deploy-version: 1.9\n", {.dialect = Dialect::kRust}), "nothing");
  EXPECT_EQ(silenced("ignore: [SQL007]\nseverity: {SQL010: 'off', SQL011: info}\n"), "2 1 0");
  EXPECT_EQ(silenced("severity: {SQL007: error}\n"), "nothing") << "more is not less";
  EXPECT_EQ(silenced("exclude: [a/]\n"), "0 0 2");
  EXPECT_EQ(silenced("exclude: [a/]\nignore: [SQL007]\n"), "1 0 2");
  EXPECT_EQ(silenced("ignore: [SQL007]\n", {.ignore = {"SQL007"}}), "nothing")
      << "options do not count";
  EXPECT_EQ(silenced("select: [TAG001]\n", {.select = {"SQL"}}), "nothing");
  EXPECT_EQ(silenced("ignore: [SQL007]\n", {.no_config = true}), "nothing");
  EXPECT_NE(silenced("select: [TAG001]\n"), "nothing");
}

TEST_F(Configuration, IsPrintedWithWhatItSilences) {
  folder_.Write(".stackql-lint.yaml", "ignore: [SQL007, SQL010]\nexclude: [a.iql]\n");
  folder_.Write("a.iql", kQuery);
  const std::string root = folder_.path().string();
  const std::string said = "2 rules are off and 1 path is excluded by '.stackql-lint.yaml'";
  EXPECT_NE(RunProgram(root, "").text.find("no findings; " + said + "."), std::string::npos);
  EXPECT_NE(RunProgram(root, "-o compact").text.find("stackql-lint: " + said + "\n"),
            std::string::npos);
  EXPECT_NE(RunProgram(root, "-o github").text.find("::notice::" + said + ".\n"),
            std::string::npos);
  const std::string sarif = RunProgram(root, "-o sarif 2>/dev/null").text;
  EXPECT_NE(sarif.find("\"level\": \"note\""), std::string::npos);
  EXPECT_NE(sarif.find("\"text\": \"" + said + ".\""), std::string::npos);
  const std::string json = RunProgram(root, "-o json 2>/dev/null").text;
  EXPECT_NE(json.find("\"config\": \".stackql-lint.yaml\""), std::string::npos);
}

TEST_F(Configuration, ThatLeavesNothingIsAsAnEmptyFolder) {
  const std::string root = folder_.path().string();
  folder_.Write(".stackql-lint.yaml", "exclude: ['quer*']\n");
  const Outcome outcome = RunProgram(root, "");
  EXPECT_EQ(outcome.status, 3);
  EXPECT_NE(outcome.text.find("Everything in '.' is excluded by '.stackql-lint.yaml'\n"),
            std::string::npos);
  EXPECT_EQ(RunProgram(root, "query.iql").status, 3);
  EXPECT_EQ(RunProgram(root, "--allow-empty").status, 0);
  EXPECT_EQ(RunProgram(root, "--no-config").status, 1);
  EXPECT_EQ(RunProgram(root, "- --stdin-filename query.iql < query.iql").status, 0);
}

TEST_F(Configuration, SilencingEverythingIsAWarning) {
  const auto warned = [&](std::string_view config) {
    folder_.Write(".stackql-lint.yaml", config);
    const RunResult result = RunIn(folder_);
    EXPECT_EQ(result.usage_errors, Texts{}) << config;
    std::string covered;
    for (const Finding& finding : result.report.findings) {
      if (finding.rule == "CFG005") covered += "<" + Covered(result.report, finding) + ">";
    }
    return covered;
  };
  for (const std::string pattern : {"*", "**", "/*", "**/*", "/**", "*/", "*.*", "?*", "[!.]*"}) {
    EXPECT_EQ(warned("exclude: [x, '" + pattern + "']\n"), "<" + pattern + ">");
  }
  EXPECT_EQ(warned("exclude: [sandbox/, '*.iql', 'resources/', '/a*']\n"), "");
  EXPECT_EQ(warned("select: []\n"), "<[]>");
  EXPECT_EQ(warned("select:\n"), "<>");
  EXPECT_EQ(warned("ignore: [SQL007, TAG]\n"), "<TAG>");
  EXPECT_EQ(warned("severity: {TAG: 'off'}\n"), "<off>");
  EXPECT_EQ(warned("select: [TAG001]\nignore: [tag-key-length]\n"), "<[tag-key-length]>");
  EXPECT_EQ(warned("select: [SQL]\nignore: [SQL007]\n"), "");
  // Nor does it silence that.
  EXPECT_EQ(warned("ignore: [CFG, TAG]\n"), "<CFG><TAG>");
}

// --- a user's own rules ------------------------------------------------------------------------

constexpr std::string_view kOwnRule = R"(id: ORG001
name: stage-needs-owner
severity: warning
subject: property
summary: A stage's name says its owner
why: Names without a team cannot be billed.
message: "'{property}' has to begin with a team."
target: AWS::IVS::Stage
path: ""
at: Name
when: {required: [Name]}
require: {properties: {Name: {pattern: "^team-"}}}
examples:
  good:
    - query: |
        SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';
)";

TEST(OwnRules, JudgeLikeTheBuiltInOnes) {
  TemporaryFolder folder;
  TemporaryFolder rules;
  rules.Write("stage-needs-owner.yaml", kOwnRule);
  const std::string query =
      "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'hall', 'us-east-1';\n";
  folder.Write("a.iql", query);
  const RunOptions options = {.rule_directories = {rules.path().string()}};
  const RunResult result = RunIn(folder, options);
  EXPECT_EQ(result.usage_errors, Texts{});
  ASSERT_EQ(Found(result.report), Texts{"ORG001 warning"}) << Describe(result.report);
  EXPECT_EQ(Covered(result.report, result.report.findings[0]), "Name");
  EXPECT_NE(result.rules->Find("stage-needs-owner"), nullptr);
  folder.Write("a.iql", "-- stackql-lint: ignore[ORG001] old\n" + query);
  EXPECT_EQ(Found(RunIn(folder, options).report), Texts{});
  folder.Write("a.iql",
               "INSERT INTO awscc.ivs.stages (Name, region) SELECT 'team-a', 'us-east-1';");
  EXPECT_EQ(Found(RunIn(folder, options).report), Texts{});
}

TEST(OwnRules, MistakesAreToldAtTheirPlace) {
  TemporaryFolder folder;
  TemporaryFolder rules;
  folder.Write("a.iql", kQuery);
  std::string text(kOwnRule);
  text.replace(text.find("severity: warning"), 17, "severity: fatal");
  const std::string path = rules.Write("stage-needs-owner.yaml", text);
  const RunResult result = RunIn(folder, {.rule_directories = {rules.path().string()}});
  ASSERT_EQ(result.usage_errors.size(), 1U);
  EXPECT_EQ(result.usage_errors[0].rfind(path + ":3:11: error[CFG003] ", 0), 0U)
      << result.usage_errors[0];
}

TEST(OwnRules, ThatCannotBeReadStopTheRun) {
  TemporaryFolder folder;
  folder.Write("a.iql", kQuery);
  const std::string root = folder.path().string();
  const auto error = [&](const std::string& name) {
    const RunResult result = RunIn(folder, {.rule_directories = {root + "/" + name}});
    EXPECT_EQ(RunProgram(root, "a.iql --rules " + name).status, 2) << name;
    return result.usage_errors.size() == 1 ? result.usage_errors[0] : "not one error";
  };
  EXPECT_EQ(error("none"), "the rules folder '" + root + "/none' does not exist");
  std::filesystem::create_symlink("nothing", root + "/dangling");
  EXPECT_EQ(error("dangling"), "the rules folder '" + root + "/dangling' does not exist");
  ASSERT_EQ(mkfifo((root + "/pipe").c_str(), 0600), 0);
  EXPECT_EQ(error("pipe"), "the rules folder '" + root + "/pipe' is not a folder");
  std::filesystem::create_directories(root + "/one");
  ASSERT_EQ(mkfifo((root + "/one/x.yaml").c_str(), 0600), 0);
  EXPECT_NE(error("one").find("Cannot read '" + root + "/one/x.yaml': it is not a regular file"),
            std::string::npos);
  std::filesystem::create_directories(root + "/two");
  std::filesystem::create_symlink("nothing", root + "/two/x.yaml");
  EXPECT_NE(error("two").find("Cannot read '" + root + "/two/x.yaml': no such file"),
            std::string::npos);
  folder.Write("three/x.yaml", std::string(5 << 20, '#'));
  EXPECT_NE(error("three").find("it is larger than 4194304 bytes"), std::string::npos);
}

TEST(OwnRules, OfAConfigurationLieBelowIt) {
  TemporaryFolder folder;
  TemporaryFolder outside;
  const std::string root = folder.path().string();
  outside.Write("stage-needs-owner.yaml", kOwnRule);
  const std::string rule = outside.path().string() + "/stage-needs-owner.yaml";
  folder.Write("a.iql", kQuery);
  folder.Write("lint/stage-needs-owner.yaml", kOwnRule);
  std::filesystem::create_symlink(outside.path(), root + "/out");
  std::filesystem::create_directories(root + "/linked");
  std::filesystem::create_symlink(rule, root + "/linked/stage-needs-owner.yaml");
  const auto errors = [&](const std::string& path) {
    folder.Write(".stackql-lint.yaml", "rules: [" + path + "]\n");
    return RunIn(folder).usage_errors;
  };
  EXPECT_EQ(errors("lint"), Texts{});
  EXPECT_EQ(errors("./lint/"), Texts{});
  for (const std::string& path :
       {outside.path().string(), std::string("../") + outside.path().filename().string(),
        std::string("lint/../lint"), std::string("out")}) {
    const Texts found = errors(path);
    ASSERT_FALSE(found.empty()) << path;
    EXPECT_NE(found[0].find(".stackql-lint.yaml:1:9: error[CFG002] The rules folder '" + path +
                            "' is not below the folder of the configuration."),
              std::string::npos)
        << found[0];
  }
  const Texts linked = errors("linked");
  ASSERT_EQ(linked.size(), 1U);
  EXPECT_NE(linked[0].find("it is outside '"), std::string::npos) << linked[0];
}

TEST(OwnRules, CannotReplaceOthers) {
  TemporaryFolder folder;
  TemporaryFolder rules;
  folder.Write("a.iql", kQuery);
  std::string text(kOwnRule);
  text.replace(text.find("ORG001"), 6, "SQL010");
  rules.Write("stage-needs-owner.yaml", text);
  const RunResult result = RunIn(folder, {.rule_directories = {rules.path().string()}});
  EXPECT_FALSE(result.usage_errors.empty());
}

// A stack with a mistake in its manifest, and one in each of two query files.
class SingleFile : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("stackql_manifest.yml",
                  "version: 1\nname: demo\nnote: x\nproviders: [awscc]\nresources:\n"
                  "  - name: one\n    props:\n      - {name: n, value: 'a b'}\n  - name: two\n");
    folder_.Write("resources/one.iql", Text("{{ n }}"));
    folder_.Write("resources/two.iql", Text("a c"));
  }
  static std::string Text(const std::string& name) {
    return "/*+ exists */\nSELECT arm FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
           "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\nSELECT '" +
           name + "', 'us-east-1';\n";
  }
  std::string Path(const std::string& name) { return (folder_.path() / name).string(); }
  TemporaryFolder folder_;
};

TEST_F(SingleFile, WholeStack) {
  EXPECT_EQ(Found(RunIn(folder_).report), (Texts{"MAN002 warning", "RES007 error", "RES007 error",
                                                 "SQL010 error", "SQL010 error"}));
}

// What the manifest says of the resource that uses a file is shown with it.
TEST_F(SingleFile, BringsItsResource) {
  folder_.Write("resources/one.iql", "");
  folder_.Write("resources/two.iql", "");
  const auto found = [&](const std::string& path) {
    return Found(RunIn(folder_, {.paths = {Path(path)}}).report);
  };
  EXPECT_EQ(found("resources/one.iql"), (Texts{"MAN008 error", "MAN011 warning"}));
  EXPECT_EQ(found("resources/two.iql"), Texts{"MAN008 error"});
  // Renamed: nothing uses it.
  std::filesystem::rename(Path("resources/two.iql"), Path("resources/three.iql"));
  const Texts renamed = found("resources/three.iql");
  EXPECT_NE(std::find(renamed.begin(), renamed.end(), "MAN007 error"), renamed.end());
  // Deleted.
  const RunResult deleted = RunIn(folder_, {.paths = {Path("resources/two.iql")}});
  EXPECT_EQ(deleted.report.failures, Texts{});
  EXPECT_EQ(deleted.gone, Texts{Path("resources/two.iql")});
  const Texts whole = Found(deleted.report);
  EXPECT_NE(std::find(whole.begin(), whole.end(), "MAN007 error"), whole.end());
}

TEST_F(SingleFile, ThatIsIncludedIsTheWholeStack) {
  folder_.Write(
      "stackql_manifest.yml",
      "version: 1\nname: demo\nproviders: [awscc]\nresources:\n  - name: one\n    props:\n"
      "      - {name: n, value: 'file(parts/n.json)'}\n");
  folder_.Write("resources/parts/n.json", "{\"a\": }");
  folder_.Write("resources/parts/m.yml", "a: b\n");
  for (const char* name : {"resources/parts/n.json", "resources/parts/m.yml"}) {
    const Texts found = Found(RunIn(folder_, {.paths = {Path(name)}}).report);
    EXPECT_NE(std::find(found.begin(), found.end(), "SQL010 error"), found.end()) << name;
  }
  // What other programs keep in a folder of that name is passed over.
  for (const char* name :
       {"java/resources/a.json", "java/resources/db/b.sql", "java/resources/c.yml"}) {
    folder_.Write(name, "SELEC 1");
    const RunResult result = RunIn(folder_, {.paths = {Path(name)}, .allow_empty = true});
    EXPECT_EQ(Found(result.report), Texts{}) << name;
    EXPECT_EQ(result.report.failures, Texts{}) << name;
  }
}

// What is written in the manifest but used in the file is shown: the file takes part in it.
TEST_F(SingleFile, OnlyWhatTouchesIt) {
  const Report one = RunIn(folder_, {.paths = {Path("resources/one.iql")}}).report;
  EXPECT_EQ(Found(one), (Texts{"RES007 error", "SQL010 error"})) << Describe(one);
  const Report two = RunIn(folder_, {.paths = {Path("resources/two.iql")}}).report;
  EXPECT_EQ(Found(two), (Texts{"RES007 error", "SQL010 error"})) << Describe(two);
  for (const Finding& finding : two.findings) {
    EXPECT_EQ(finding.where.path, Path("resources/two.iql"));
  }
}

TEST_F(SingleFile, TheManifestIsTheWholeStack) {
  const Report report = RunIn(folder_, {.paths = {Path("stackql_manifest.yml")}}).report;
  EXPECT_EQ(report.findings.size(), 5U) << Describe(report);
}

TEST_F(SingleFile, StandardInputStandsForIt) {
  RunOptions options = {.paths = {Path("resources/two.iql")}};
  options.overlay[Path("resources/two.iql")] =
      "/*+ exists */\nSELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n"
      "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, region)\nSELECT 'ok', 'eu';\n";
  const Report report = RunIn(folder_, options).report;
  ASSERT_EQ(Found(report), Texts{"SQL016 error"}) << Describe(report);
  EXPECT_EQ(Covered(report, report.findings[0]), "eu");
}

TEST_F(SingleFile, StandardInputOfAFileThatIsNotThere) {
  RunOptions options = {.paths = {Path("new.iql")}};
  options.overlay[Path("new.iql")] = std::string(kQuery);
  const RunResult result = RunIn(folder_, options);
  EXPECT_EQ(result.report.failures, Texts{});
  EXPECT_EQ(Found(result.report), (Texts{"SQL007 warning", "SQL010 error"}));
}

TEST(Overrides, TurnOnInSomeFilesWhatIsOffInAll) {
  const TemporaryFolder folder;
  folder.Write(".stackql-lint.yaml",
               "ignore: [SQL035]\noverrides:\n- {paths: [a.iql], select: [SQL035]}\n");
  folder.Write("a.iql", "SELECT arn FROM awscc.ivs.none;\n");
  folder.Write("b.iql", "SELECT arn FROM awscc.ivs.none;\n");
  const Outcome outcome = RunProgram(folder.path().string(), "check --output compact");
  EXPECT_THAT(outcome.text, testing::HasSubstr("a.iql:1:"));
  EXPECT_THAT(outcome.text, testing::Not(testing::HasSubstr("b.iql:1:")));
}

TEST_F(Configuration, SaysWhatFailsARunAndWhatIsKnown) {
  const std::string root = folder_.path().string();
  const auto status = [&](const std::string& config, const std::string& arguments) {
    folder_.Write(".stackql-lint.yaml", config);
    return RunProgram(root, "-q " + arguments).status;
  };
  EXPECT_EQ(status("ignore: [SQL010]\n", ""), 0) << "a warning is left";
  EXPECT_EQ(status("ignore: [SQL010]\nfail-on: warning\n", ""), 1);
  EXPECT_EQ(status("ignore: [SQL010]\nfail-on: warning\n", "--fail-on error"), 0);
  EXPECT_EQ(status("ignore: [SQL010]\nfail-on: warning\n", "--no-config --fail-on never"), 0);
  EXPECT_EQ(status("fail-on: never\n", ""), 0);
  EXPECT_NE(RunProgram(root, "").text.find("'fail-on' lets no finding fail the run."),
            std::string::npos);
  EXPECT_EQ(status("", "--write-baseline known.json"), 0);
  EXPECT_EQ(status("", ""), 1);
  EXPECT_EQ(status("baseline: known.json\n", ""), 0);
  folder_.Write("sub/more.iql", kQuery);
  EXPECT_EQ(RunProgram(root + "/sub", "-q").status, 1) << "the file is found, beside it";
  EXPECT_EQ(status("baseline: none.json\n", ""), 2);
  EXPECT_EQ(status("fail-on: warn\n", ""), 2);
  EXPECT_NE(RunProgram(root, "").text.find("Did you mean 'warning'?"), std::string::npos);
  EXPECT_NE(RunProgram(root, "--no-config --fail-on warn").text.find("did you mean 'warning'?"),
            std::string::npos);
}

TEST_F(Configuration, AddsToWhatIsIgnored) {
  folder_.Write("base.yaml", "ignore: [SQL007]\nextend-ignore: [TAG001]\n");
  EXPECT_EQ(With("extend: base.yaml\n"), Texts{"SQL010 error"});
  EXPECT_EQ(With("extend: base.yaml\nignore: [SQL010]\n"), Texts{"SQL007 warning"});
  EXPECT_EQ(With("extend: base.yaml\nextend-ignore: [SQL010]\n"), Texts{});
  EXPECT_EQ(With("extend-ignore: [SQL010]\n"), Texts{"SQL007 warning"});
  folder_.Write(".stackql-lint.yaml", "\nextend-ignore: [NOPE]\n");
  const Outcome outcome = RunProgram(folder_.path().string(), "");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.text.find("yaml:2:17: unknown rule or family 'NOPE'"), std::string::npos)
      << outcome.text;
}

TEST_F(Configuration, MayRequireReasons) {
  const std::string root = folder_.path().string();
  folder_.Write("query.iql",
                "SELECT nope FROM awscc.ivs.stages_list_only; -- stackql-lint: ignore[SQL007, "
                "SQL010]\nSELECT arn FROM awscc.ivs.stages_list_only; /* stackql-lint: "
                "ignore[SQL007] it is meant */\n");
  EXPECT_EQ(With(""), Texts{});
  EXPECT_EQ(With("require-reason: false\n"), Texts{});
  EXPECT_EQ(With("require-reason: true\n"), (Texts{"LNT003 warning", "LNT003 warning"}));
  EXPECT_NE(RunProgram(root, "-o compact").text.find("The suppression of 'SQL007' has no reason."),
            std::string::npos);
  folder_.Write(".stackql-lint.yaml", "require-reason: maybe\n");
  EXPECT_EQ(RunProgram(root, "").status, 2);
}

}  // namespace
}  // namespace stackql
