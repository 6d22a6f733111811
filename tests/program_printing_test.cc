// What reaches a terminal, whatever a stranger wrote, and what happens when nothing can be written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "report/report.h"
#include "report/visible.h"
#include "support/command.h"
#include "support/git_repository.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using testing::HasSubstr;

// Colors, a bell, a title, another direction of writing, and what is no UTF-8.
const std::string kEvil =
    "\x1b[31mred\x07\x1b]0;title\x1b\\\xE2\x80\xAEolleh\xC2\x9B"
    "31m\x7F";
const std::string kEvilName = kEvil + "\xFF\r";

// In double quotes of YAML.
const std::string kEvilYaml = R"("\e[31mred\a\e]0;title\e\\\u202Eolleh\u009b31m\x7F\r\n")";

std::string Stack(const std::string& name) {
  return "version: 1\nname: " + name + "\nproviders: [awscc, " + name +
         "]\nresources:\n  - name: " + name + "\n    props:\n      - name: " + name +
         "\n        values:\n          " + name + ": {value: " + name +
         "}\n  - name: r\n    type: " + name + "\n    props:\n      - name: n\n" +
         "        values:\n          " + name + ": {value: " + name + "}\n    exports: [" + name +
         "]\n  - name: q\n    file: " + name + "\n";
}

class Printing : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("s/stackql_manifest.yml", Stack(kEvilYaml));
    folder_.Write("s/resources/r.iql",
                  "/*+ create */\nINSERT INTO awscc.ivs.stages (Name, \"" + kEvil +
                      "\", region) SELECT '{{ n }}', '" + kEvil + "', '" + kEvil +
                      "';\n/*+ exists */\nSELECT '" + kEvil + "', \"" + kEvil +
                      "\" FROM awscc.ivs.stages WHERE region = '" + kEvil + "' AND Identifier = '" +
                      kEvil + "';\n/*+ " + kEvil + " */\nSELECT " + kEvil + ";\n");
    folder_.Write("s/resources/" + kEvilName + ".iql",
                  "SELECT " + kEvilName + " FROM awscc.x." + kEvilName + ";\n");
    folder_.Write("bare" + kEvilName + ".iql",
                  "SELECT a FROM awscc.\"" + kEvil + "\".b WHERE region = 'r';\n");
    folder_.Write("policy.json", "{\"Version\":\"" + kEvilName + "\",\"Statement\":[{\"Sid\":\"" +
                                     kEvilName + "\"}]}");
    folder_.Write("broken.yaml", "severity:\n  region-defaulted: " + kEvilYaml + "\nselect: [" +
                                     kEvilYaml + "]\n" + kEvilYaml + ": 1\n");
    folder_.Write("odd.yaml", kEvilYaml + ": 1\nexclude: [" + kEvilYaml + "]\n");
    folder_.Write("rules/x.yaml", "id: " + kEvilYaml + "\n" + kEvilYaml + ": 1\n");
    folder_.Write("rules-2/" + kEvilName + ".yaml", "id: [\n");
    folder_.Write("schemas/" + kEvilName + ".json", "{\"typeName\":\"" + kEvil + "\"}");
    folder_.Write("schemas/x.json", "{\"typeName\":\"AWS::A::" + kEvilName + "\"}");
    folder_.Write("env", kEvilName + "\n");
    folder_.Write("documents/" + kEvilName + "/v1/services/x.yaml", kEvilName);
    folder_.Write("stackql-lint.lock", kEvilName);
  }
  static std::string Quoted(const std::string& text) { return "\"$(printf '" + text + "')\""; }

  TemporaryFolder folder_;
};

const std::vector<std::string>& Commands() {
  static const std::vector<std::string> commands = {
      "s",
      ".",
      ". --config broken.yaml",
      ". --config odd.yaml",
      ". --rules rules",
      ". --rules rules-2",
      "render .",
      "render . --output json",
      "render s --resource \"$EVIL\"",
      "operations .",
      "operations . --output json",
      "permissions .",
      "permissions . --explain \"$EVIL\"",
      "policy generate . --allow-incomplete",
      "policy generate s --per-environment --allow-incomplete --out-dir \"out$EVIL\"",
      "policy generate s --allow-incomplete --format terraform --name \"$EVIL\"",
      "policy generate s --allow-incomplete --format cloudformation --name \"$EVIL\"",
      "policy generate s --allow-incomplete --format stackql --name \"$EVIL\"",
      "policy check --policy policy.json s",
      "policy check --policy policy.json s --output json",
      "policy check --policy \"$EVIL\" s",
      "policy diff --dirs s s/resources",
      "policy diff --dirs s \"$EVIL\"",
      "policy diff --dirs s/resources s --output markdown",
      "policy diff \"$EVIL\"",
      "catalog show \"$EVIL\"",
      "catalog list \"$EVIL\"",
      "catalog status --catalog \"documents/$EVIL\"",
      "catalog status --catalog \"$EVIL\"",
      "catalog list --catalog documents/*",
      "catalog add schemas",
      "catalog add \"$EVIL\"",
      "catalog pull \"$EVIL\"",
      "catalog pull --offline",
      "catalog pull --lock \"$EVIL\" --offline",
      "rules \"$EVIL\"",
      "rules",
      "help \"$EVIL\"",
      "help check",
      "--version",
      "completions bash",
      "completions \"$EVIL\"",
      "man",
      "\"$EVIL\"",
      "\"./$EVIL\"",
      "s --\"$EVIL\"",
      "s --env \"$EVIL\"",
      "s --env-file env",
      "s --env-file \"$EVIL\"",
      "s -o \"$EVIL\"",
      "s -o \"sarif=no/$EVIL\"",
      "s --select \"$EVIL\"",
      "s --catalog \"$EVIL\"",
      "- --stdin-filename \"$EVIL.iql\" < s/resources/r.iql",
      "verify --profile \"$EVIL\" s",
      "verify --print-policy s",
  };
  return commands;
}

TEST_F(Printing, SteersNoTerminal) {
  setenv("EVIL", kEvilName.c_str(), 1);
  setenv("XDG_CACHE_HOME", (folder_.path() / "cache").c_str(), 1);
  setenv("AWS_CONFIG_FILE", (folder_.path() / "env").c_str(), 1);
  std::vector<std::string> commands = Commands();
  for (const report::Format& format : report::kFormats) {
    commands.push_back(". -o " + std::string(format.name));
  }
  for (const std::string& command : commands) {
    const Outcome outcome = RunProgram(folder_.path().string(), command);
    EXPECT_GE(outcome.status, 0) << command;
    EXPECT_TRUE(report::IsVisible(outcome.text)) << command << "\n" << outcome.text;
  }
  for (const char* name : {"EVIL", "XDG_CACHE_HOME", "AWS_CONFIG_FILE"}) unsetenv(name);
}

// Colors are the program's own, and nothing else is.
TEST_F(Printing, ColorsOnlyWhatItMeans) {
  const std::string text = RunProgram(folder_.path().string(), ". --color always").text;
  std::string plain;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\x1b') {
      plain += text[at];
      continue;
    }
    const size_t end = text.find_first_not_of("[0123456789;", at + 1);
    ASSERT_NE(end, std::string::npos);
    ASSERT_EQ(text[end], 'm') << at;
    at = end;
  }
  EXPECT_NE(plain.size(), text.size());
  EXPECT_TRUE(report::IsVisible(plain));
}

TEST_F(Printing, WhatCannotBeWrittenIsAFailure) {
  folder_.Write("good.iql",
                "SELECT arn FROM awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n");
  for (const std::string command : {"good.iql",

                                    "good.iql -o json",
                                    "good.iql -o sarif",

                                    "good.iql -o json=/dev/full",
                                    "render good.iql",
                                    "operations good.iql",
                                    "permissions good.iql",
                                    "policy generate good.iql",
                                    "policy generate good.iql --report /dev/full",
                                    "policy diff --dirs good.iql good.iql",
                                    "policy generate good.iql --out-dir out",
                                    "catalog list",
                                    "catalog show awscc.ivs.stages",
                                    "catalog status",
                                    "rules",
                                    "rules TAG001",
                                    "rules --markdown",
                                    "help",
                                    "--help",
                                    "check --help",
                                    "--version",
                                    "completions bash",
                                    "man"}) {
    const Outcome outcome = RunProgram(folder_.path().string(), command + " >/dev/full");
    EXPECT_EQ(outcome.status, 3) << command;
    // Standard error goes there as well.
    const Outcome said = RunProgram(folder_.path().string(), command + " 2>&1 >/dev/full; exit $?");
    EXPECT_THAT(said.text, HasSubstr("no space left on device")) << command;
  }
  const Outcome closed = RunProgram(folder_.path().string(), "good.iql 2>/dev/null >&-; exit $?");
  EXPECT_EQ(closed.status, 3);
}

// A file that was there stays as it was.
TEST_F(Printing, NoReportIsHalfWritten) {
  folder_.Write("report.json", "old");
  const std::string folder = folder_.path().string();
  const Outcome outcome = RunProgram("/", "--version >/dev/null; cd '" + folder +
                                              "'; ulimit -f 1; XDG_CACHE_HOME=/dev/null '" +
                                              std::string(kProgram) + "' . -o sarif=report.json");
  EXPECT_EQ(outcome.status, 3) << outcome.text;
  EXPECT_THAT(outcome.text, HasSubstr("Cannot write 'report.json': file too large."));
  EXPECT_EQ(RunProgram(folder, "--version >/dev/null; cat report.json").text, "old");
}

}  // namespace
}  // namespace stackql
