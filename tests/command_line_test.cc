// What users mistype, and how options are read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/parse.h"
#include "cli/peer_options.h"
#include "cli/rule_families.h"
#include "report/report.h"
#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using cli::Command;
using cli::Parse;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

// A command with an option of each kind.
struct Sample {
  bool strict = false;
  std::string name = "nobody";
  std::string level = "low";
  std::vector<std::string> variables = {};
  std::vector<std::string> rules = {};
  std::vector<std::string> pair = {};
  unsigned jobs = 0;
  std::string first = {};
  std::vector<std::string> rest = {};

  Command command = {
      .name = "sample",
      .sections = {{"Options",
                    {{"FIRST", "", "Take this", cli::Text(first)},
                     {"REST", "", "Take these", cli::Texts(rest)},
                     {"--strict", "", "Be strict", cli::Flag(strict)},
                     {"-n, --name", "NAME", "Name it", cli::Text(name)},
                     {"--level", "LEVEL", "Choose:", cli::OneOf(level, {"low", "high"})},
                     {"-e", "KEY=VALUE", "Set", cli::Texts(variables)},
                     {"--rules", "RULES", "Apply", cli::List(rules)},
                     {"--pair", "A B", "Compare", cli::Texts(pair, false)},
                     {"-j, --jobs", "N", "Use N", cli::Number(jobs, 1U, 8U)},
                     {"-h, --help", "", "Print help"},
                     {"-V, --version", "", "Print the version"}}}},
      .run = [] { return 0; }};

  std::string Read(std::vector<std::string> words) {
    return Parse(command, std::move(words)).wrong;
  }
};

TEST(Parse, FillsWhatOptionsAreBoundTo) {
  Sample sample;
  EXPECT_EQ(
      sample.Read({"one", "--strict", "-n", "me", "--level=high", "-e", "A=1", "-eB=2", "--rules",
                   "a,b", "--rules=c", "--pair", "x", "y", "-j4", "two", "-", "--", "--three"}),
      "");
  EXPECT_TRUE(sample.strict);
  EXPECT_EQ(sample.name, "me");
  EXPECT_EQ(sample.level, "high");
  EXPECT_THAT(sample.variables, ElementsAre("A=1", "B=2"));
  EXPECT_THAT(sample.rules, ElementsAre("a", "b", "c"));
  EXPECT_THAT(sample.pair, ElementsAre("x", "y"));
  EXPECT_EQ(sample.jobs, 4U);
  EXPECT_EQ(sample.first, "one");
  EXPECT_THAT(sample.rest, ElementsAre("two", "-", "--three"));
}

TEST(Parse, ReadsShortOptionsWithAnEqualsSign) {
  Sample sample;
  EXPECT_EQ(sample.Read({"-n=me", "-j=3", "-e=A=1", "-e", "B=2=3"}), "");
  EXPECT_EQ(sample.name, "me");
  EXPECT_EQ(sample.jobs, 3U);
  EXPECT_THAT(sample.variables, ElementsAre("A=1", "B=2=3"));
}

TEST(Parse, KeepsWordsInBrackets) {
  Sample sample;
  EXPECT_EQ(sample.Read({"[a]", "[b,c]", "{x}", "--name", "[d]", "-e", "L=[1,2]", "-e", "[e,f]"}),
            "");
  EXPECT_EQ(sample.first, "[a]");
  EXPECT_THAT(sample.rest, ElementsAre("[b,c]", "{x}"));
  EXPECT_EQ(sample.name, "[d]");
  EXPECT_THAT(sample.variables, ElementsAre("L=[1,2]", "[e,f]"));
}

TEST(Parse, SaysWhatIsWrong) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--strct"}, "unknown option '--strct'; did you mean '--strict'?"},
      {{"--lvel=high"}, "unknown option '--lvel'; did you mean '--level'?"},
      {{"-x"}, "unknown option '-x'"},
      {{"--level", "hihg"},
       "'hihg' is not a valid value for '--level': expected low or high; did you mean 'high'?"},
      {{"--jobs", "0"},
       "'0' is not a valid value for '--jobs': expected a whole number from 1 to 8"},
      {{"-j", "9"}, "'9' is not a valid value for '--jobs': expected a whole number from 1 to 8"},
      {{"-j", "-1"}, "'-1' is not a valid value for '--jobs': expected a whole number from 1 to 8"},
      {{"-j", "2x"}, "'2x' is not a valid value for '--jobs': expected a whole number from 1 to 8"},
      {{"-j", "99999999999999999999"},
       "'99999999999999999999' is not a valid value for '--jobs': expected a whole number from 1 "
       "to 8"},
      {{"--name"}, "missing value: '--name NAME'"},
      {{"--pair", "x"}, "missing value: '--pair A B'"},
      {{"--name", "a", "--name", "b"}, "'--name' is given more than once"},
      {{"--pair", "a", "b", "--pair", "c", "d"}, "'--pair' is given more than once"},
      {{"--strict=yes"}, "'--strict' takes no value"},
  };
  for (const auto& [words, text] : cases) EXPECT_EQ(Sample().Read(words), text);
}

TEST(Parse, LacksWhatIsRequired) {
  std::string file;
  std::string argument;
  Command command = {
      .sections = {
          {"Options",
           {{.names = "--policy",
             .value = "FILE",
             .help = "Read",
             .binding = cli::Text(file),
             .required = true},
            {.names = "TYPE", .help = "Take", .binding = cli::Text(argument), .required = true}}}}};
  EXPECT_EQ(Parse(command, {"x"}).wrong, "missing '--policy FILE'");
  EXPECT_EQ(Parse(command, {"--policy", "f"}).wrong, "missing TYPE");
  EXPECT_EQ(Parse(command, {"--policy", "f", "t", "u"}).wrong, "unexpected argument 'u'");
  EXPECT_EQ(Parse(command, {"--policy", "f", "t"}).wrong, "");
}

// Who asks for help gets it, whatever else is wrong.
TEST(Parse, PutsHelpFirst) {
  Sample sample;
  EXPECT_TRUE(Parse(sample.command, {"--level", "bad", "--help"}).help);
  EXPECT_TRUE(Parse(sample.command, {"--unknown", "-h"}).help);
  EXPECT_TRUE(Parse(sample.command, {"--level", "bad", "-V"}).version);
  EXPECT_FALSE(Parse(sample.command, {"--", "--help"}).help);
  EXPECT_EQ(sample.level, "low");
}

class CommandLine : public testing::Test {
 protected:
  Outcome Run(const std::string& arguments) const {
    return RunProgram(folder_.path().string(), arguments);
  }

  const TemporaryFolder folder_;
};

// The formats as messages list them.
std::string FormatNames() {
  std::string names;
  for (const report::Format& format : report::kFormats) {
    const bool last = &format == &report::kFormats.back();
    names.append(names.empty() ? "" : last ? " or " : ", ").append(format.name);
  }
  return names;
}

TEST_F(CommandLine, NamesTheCommandThatWasMeant) {
  for (const auto& [arguments, text] : std::vector<std::pair<std::string, std::string>>{
           {"chek", "unknown command 'chek'; did you mean 'check'?"},
           {"chek --help", "unknown command 'chek'; did you mean 'check'?"},
           {"explain SQL0001", "unknown rule or family 'SQL0001'; did you mean 'SQL001'?"},
           {"rule SQL001", "unknown command 'rule'; did you mean 'rules'?"},
           {"lint .", "unknown command 'lint'; did you mean 'check'?"},
           {"perm", "unknown command 'perm'; did you mean 'permissions'?"},
           {"policy gen", "unknown command 'policy gen'; did you mean 'policy generate'?"},
           {"policy cehck", "unknown command 'policy cehck'; did you mean 'policy check'?"},
           {"policy frobnicate", "unknown command 'policy frobnicate'\n"},
           {"catalog download", "unknown command 'catalog download'; did you mean 'catalog pull'?"},
           {"help chek", "unknown command 'chek'; did you mean 'check'?"},
           {"check --ouput json", "unknown option '--ouput'; did you mean '--output'?"},
           {"--ouput json", "unknown option '--ouput'; did you mean '--output'?"},
           {"policy --ouput", "unknown option '--ouput'\n"},
           {"-o sarf", "'sarf' is not a valid value for '--output': expected " + FormatNames() +
                           "; did you mean 'sarif'?"},
           {"catalog show AWS::IVS::Stag",
            "unknown resource type or table 'AWS::IVS::Stag'; did you mean 'AWS::IVS::Stage'?"},
           {"catalog show ivs.stags",
            "unknown resource type or table 'ivs.stags'; did you mean 'ivs.stages'?"},
           {"rules TAG0001", "unknown rule or family 'TAG0001'; did you mean 'TAG001'?"}}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.text, HasSubstr(text));
  }
}

// What looks like a path that is not there is input that cannot be read; another word is bad usage.
TEST_F(CommandLine, TakesOtherWordsForPaths) {
  for (const std::string path : {"./my-stack", "./chek", "chek.iql", "a/chek", "-- chek"}) {
    const Outcome outcome = Run(path);
    EXPECT_EQ(outcome.status, 3) << path << ": " << outcome.text;
    EXPECT_EQ(outcome.text.find("unknown command"), std::string::npos) << outcome.text;
  }
  const Outcome word = Run("my-stack");
  EXPECT_EQ(word.status, 2);
  EXPECT_THAT(word.text, HasSubstr("'my-stack' is neither a command nor a path; "));
  EXPECT_EQ(Run("./my-stack").text.find("neither"), std::string::npos);
  folder_.Write("chek/a.iql", "");
  EXPECT_EQ(Run("chek").text.find("unknown command"), std::string::npos);
  EXPECT_NE(Run("chek").status, 2);
}

TEST_F(CommandLine, HelpsAndTellsItsVersionEverywhere) {
  const std::string check = Run("check --help").text;
  EXPECT_EQ(Run("help check").text, check);
  EXPECT_EQ(Run("check -h").text, check);
  EXPECT_THAT(check, HasSubstr("Usage: stackql-lint check [OPTIONS] [PATH...]\n"));
  EXPECT_EQ(Run("help policy generate").text, Run("policy generate --help").text);
  EXPECT_EQ(Run("help policy").text, Run("policy --help").text);
  EXPECT_EQ(Run("help").text, Run("--help").text);
  EXPECT_EQ(Run("help").text, Run("-h").text);
  const std::string version = Run("--version").text;
  EXPECT_THAT(version, HasSubstr("stackql-lint " STACKQL_LINT_VERSION "\n"));
  for (const std::string arguments :
       {"-V", "check --version", "policy --version", "policy diff -V"}) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.text, version);
    EXPECT_EQ(outcome.status, 0);
  }
}

TEST_F(CommandLine, HelpsWhereASubcommandIsMissing) {
  for (const std::string command : {"policy", "catalog"}) {
    EXPECT_EQ(Run(command).status, 2);
    EXPECT_EQ(Run(command).text, Run(command + " --help").text);
    EXPECT_EQ(Run(command + " --help").status, 0);
  }
}

// The words of a command line may hold anything.
TEST_F(CommandLine, PrintsNoControlCharacters) {
  const Outcome outcome = Run("--level$(printf '\\033[31m')");
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.text.find('\033'), std::string::npos);
}

TEST_F(CommandLine, KnowsTheOptionsOfOthers) {
  EXPECT_THAT(Run("--exit-zero").text, HasSubstr("use '--fail-on never'\n"));
  EXPECT_THAT(Run("check --format json").text, HasSubstr("use '--output FORMAT'\n"));
  EXPECT_THAT(Run("--list-rules").text, HasSubstr("use 'stackql-lint rules'\n"));
  EXPECT_EQ(Run("--since=main").status, 2);
  EXPECT_THAT(Run("catalog list --fixx --silent").text, testing::Not(HasSubstr("use '")))
      << "the command has no such option";
  // Each leads to an option of some command, or to a command.
  for (const cli::PeerOption& peer : cli::kPeerOptions) {
    const std::string own(peer.own.substr(0, peer.own.find_first_of(" =")));
    const bool option = own.starts_with("--");
    const std::string help = Run(option ? "check --help" : own + " --help").text;
    EXPECT_THAT(help, HasSubstr(option ? own : "Usage: stackql-lint " + own)) << peer.name;
    EXPECT_THAT(help, testing::Not(HasSubstr(std::string(peer.name) + " "))) << "we have it";
  }
}

TEST_F(CommandLine, EndsWithOneLineWhereNothingIsMeant) {
  const Outcome word = Run("lsp");
  EXPECT_EQ(word.status, 2);
  EXPECT_EQ(word.text,
            "stackql-lint: 'lsp' is neither a command nor a path; run 'stackql-lint help' for the "
            "commands\n");
  std::filesystem::create_symlink("loop", folder_.path() / "loop");
  const Outcome loop = Run("./loop");
  EXPECT_EQ(loop.status, 3);
  EXPECT_EQ(loop.text, "stackql-lint: Cannot read './loop': too many levels of symbolic links.\n");
}

TEST_F(CommandLine, RefusesWhatContradictsItself) {
  folder_.Write("x.iql", "SELECT FROM;\n");
  const std::map<std::string, std::string> refused = {
      {"x.iql --dialect python --deploy-version 2.4", "contradict each other"},
      {"x.iql -j 0", "expected a whole number from 1"},
      {"x.iql --max-file-size 10X", "a number of bytes, such as 500K or 10M"},
      {"x.iql --max-file-size 18446744073709551615M", "a number of bytes"},
      {"x.iql --diff -o json", "--diff prints a patch"},
      {"x.iql --statistics -o sarif", "--statistics counts in text and JSON, not in 'sarif'"},
      {"x.iql --add-ignores ''", "'' is not a valid value for '--add-ignores'"},
      {"x.iql -o json -o sarif=-", "only one report can go to standard output"},
  };
  for (const auto& [arguments, said] : refused) {
    const Outcome outcome = Run(arguments);
    EXPECT_EQ(outcome.status, 2) << arguments;
    EXPECT_THAT(outcome.text, HasSubstr(said)) << arguments;
  }
  EXPECT_EQ(Run("x.iql --dialect rust --deploy-version 2.0 -j 1").status, 1);
  EXPECT_EQ(Run("x.iql --max-file-size 1K").status, 1);
  EXPECT_EQ(Run("x.iql --max-file-size 10").status, 3);
}

TEST_F(CommandLine, WritesReportsWhereItIsTold) {
  folder_.Write("x.iql", "SELECT FROM;\n");
  EXPECT_THAT(Run("x.iql -o json=- -q").text, testing::StartsWith("{\n"));
  EXPECT_EQ(Run("x.iql -o json=new/folder/x.json -q").status, 1);
  EXPECT_TRUE(std::filesystem::exists(folder_.path() / "new/folder/x.json"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "-"));
  const std::string generate =
      "policy generate --type AWS::IVS::Stage --operations read --report -";
  EXPECT_EQ(Run(generate).status, 2) << "the policy goes there";
  EXPECT_THAT(Run(generate + " --out-dir out").text, HasSubstr("\"grants\": ["));
}

TEST_F(CommandLine, ShowsWhatIsAtLeastOfALevel) {
  // A warning, SQL007, and an error, SQL010.
  folder_.Write("x.iql", "SELECT nope FROM awscc.ivs.stages_list_only;\n");
  EXPECT_EQ(Run("x.iql --ignore SQL010 --fail-on warning").status, 1);
  const Outcome hidden = Run("x.iql --ignore SQL010 --fail-on warning --min-severity error");
  EXPECT_EQ(hidden.status, 0);
  EXPECT_THAT(hidden.text, HasSubstr("no findings; 1 below --min-severity hidden."));
  const Outcome json = Run("x.iql --min-severity error -o json 2>/dev/null; exit $?");
  EXPECT_EQ(json.status, 1);
  EXPECT_THAT(json.text, AllOf(HasSubstr("\"hidden\": 1"), HasSubstr("\"warnings\": 0"),
                               HasSubstr("SQL010"), testing::Not(HasSubstr("SQL007"))));
}

TEST_F(CommandLine, CountsForProgramsAsWell) {
  folder_.Write("x.iql",
                "SELECT nope FROM awscc.ivs.stages_list_only;\nSELECT no, arn FROM "
                "awscc.ivs.stages_list_only WHERE region = 'us-east-1';\n");
  const auto counts =
      nlohmann::json::parse(Run("x.iql --statistics -o json 2>/dev/null; exit $?").text);
  EXPECT_FALSE(counts.contains("findings"));
  EXPECT_EQ(counts["statistics"].size(), 2U);
  EXPECT_EQ(counts["statistics"][0]["rule"], "SQL010");
  EXPECT_EQ(counts["statistics"][0]["count"], 2);
}

TEST_F(CommandLine, TakesNamesInAnyLetters) {
  EXPECT_THAT(Run("rules tag001").text, testing::StartsWith("TAG001 tag-key-length (error)\n"));
  EXPECT_THAT(Run("catalog show aws::ivs::stage").text, testing::StartsWith("AWS::IVS::Stage\n"));
  const Outcome table = Run("catalog show stages");
  EXPECT_EQ(table.status, 2);
  EXPECT_THAT(table.text, HasSubstr("did you mean 'apigateway.stages' or 'ivs.stages'?"));
}

// Its lines are those of the text; what is indented is code.
TEST_F(CommandLine, ExplainsARuleInMarkdown) {
  const std::string text = Run("rules SQL022 --markdown").text;
  EXPECT_THAT(text, testing::StartsWith("# SQL022 "));
  EXPECT_THAT(text, HasSubstr("\n\n## Bad\n\n`query.iql`\n\n    "));
  EXPECT_THAT(text, HasSubstr("\n## Good\n"));
}

TEST_F(CommandLine, ExplainsRulesToo) {
  const Outcome rule = Run("explain TAG001");
  EXPECT_EQ(rule.status, 0);
  EXPECT_EQ(rule.text, Run("rules TAG001").text);
  EXPECT_EQ(Run("explain tag001 -o json").text, Run("rules TAG001 -o json").text);
  EXPECT_EQ(Run("explain nothing").status, 2);
  EXPECT_THAT(Run("explain a.iql").text, HasSubstr("is neither a place"));
}

TEST_F(CommandLine, ListsFamiliesAndWhatIsFixable) {
  const std::string list = Run("rules").text;
  std::set<std::string> families;
  for (const cli::RuleFamily& family : cli::kRuleFamilies) {
    EXPECT_TRUE(families.emplace(family.name).second);
    EXPECT_THAT(list, HasSubstr(std::string(family.name) + "     " + std::string(family.about)));
  }
  const auto rules = nlohmann::json::parse(Run("rules -o json").text)["rules"];
  for (const auto& rule : rules) EXPECT_EQ(families.count(rule["family"]), 1U) << rule["id"];
  EXPECT_THAT(Run("rules TPL").text, testing::ContainsRegex("TPL004 .* fixable\n"));
}

}  // namespace
}  // namespace stackql
