// Completions, as the program gives them and as each shell makes them of its script.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "cli/complete.h"
#include "support/command.h"
#include "support/places.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using cli::Complete;
using cli::Completion;
using cli::PathKind;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;

std::vector<std::string> Candidates(std::vector<std::string> words) {
  std::vector<std::string> candidates;
  for (const Completion::Candidate& each : Complete(std::move(words)).candidates) {
    candidates.push_back(each.word);
  }
  return candidates;
}

TEST(Complete, CommandsAndSubcommands) {
  EXPECT_THAT(Candidates({"ch"}), ElementsAre("check"));
  EXPECT_THAT(Candidates({"policy", ""}),
              ElementsAre("generate", "check", "diff", "explain-denied"));
  EXPECT_THAT(Candidates({"catalog", "p"}), ElementsAre("pull"));
  EXPECT_THAT(Candidates({"help", "pol"}), ElementsAre("policy"));
  EXPECT_THAT(Candidates({"help", "policy", "g"}), ElementsAre("generate"));
  EXPECT_THAT(Candidates({""}), IsSupersetOf({"check", "policy", "help"}));
  EXPECT_THAT(Candidates({}), Contains("check"));
  EXPECT_THAT(Candidates({"my-stack", "ch"}), IsEmpty());
}

TEST(Complete, Options) {
  EXPECT_THAT(Candidates({"--fail"}), ElementsAre("--fail-on"));
  EXPECT_THAT(Candidates({"policy", "generate", "--out"}), ElementsAre("--out-dir"));
  EXPECT_THAT(Candidates({"verify", "my-stack", "-"}), IsSupersetOf({"-o", "--checks", "--help"}));
  EXPECT_THAT(Candidates({"check", "--", "--fail"}), IsEmpty());
}

TEST(Complete, Values) {
  EXPECT_THAT(Candidates({"--fail-on", ""}), ElementsAre("error", "warning", "info", "never"));
  EXPECT_THAT(Candidates({"check", "--fail-on=w"}), ElementsAre("--fail-on=warning"));
  EXPECT_THAT(Candidates({"-o", "s"}), ElementsAre("sarif"));
  EXPECT_THAT(Candidates({"verify", "--checks", "drift,per"}), ElementsAre("drift,permissions"));
  EXPECT_THAT(Candidates({"completions", "z"}), ElementsAre("zsh"));
  EXPECT_THAT(Candidates({"--select", "TAG00"}), IsSupersetOf({"TAG001", "TAG002"}));
  EXPECT_THAT(Candidates({"--select=SQL001,tag-key-l"}),
              ElementsAre("--select=SQL001,tag-key-length"));
  EXPECT_THAT(Candidates({"rules", "tag-key-l"}), ElementsAre("tag-key-length"));
  EXPECT_THAT(Candidates({"--ignore", "AL"}), ElementsAre("ALL"));
  EXPECT_THAT(Candidates({"rules", "SQ"}), IsSupersetOf({"SQL", "SQL001"}));
  EXPECT_THAT(Candidates({"permissions", "--region", "eu-west"}),
              IsSupersetOf({"eu-west-1", "eu-west-2"}));
  EXPECT_THAT(Candidates({"catalog", "show", "AWS::IVS::Stag"}), ElementsAre("AWS::IVS::Stage"));
  EXPECT_THAT(Candidates({"permissions", "--type", "AWS::IVS::Stag"}),
              ElementsAre("AWS::IVS::Stage"));
  EXPECT_THAT(Candidates({"catalog", "show", ""}), Not(Contains("show")));
  EXPECT_THAT(Candidates({"check", "--env", ""}), Not(Contains("--env")));
  EXPECT_THAT(Candidates({"check", "--timing=x"}), IsEmpty());
  EXPECT_THAT(Candidates({"check", "--unknown=x"}), IsEmpty());
}

TEST(Complete, Paths) {
  const auto paths = [](std::vector<std::string> words) {
    return Complete(std::move(words)).paths;
  };
  EXPECT_EQ(paths({""}), PathKind::kFiles);
  EXPECT_EQ(paths({"check", "x"}), PathKind::kFiles);
  EXPECT_EQ(paths({"explain", "x"}), PathKind::kFiles);
  EXPECT_EQ(paths({"check", "--env-file", ""}), PathKind::kFiles);
  EXPECT_EQ(paths({"check", "--env-file="}), PathKind::kFiles);
  EXPECT_EQ(paths({"check", "-o", "sarif="}), PathKind::kFiles);
  EXPECT_EQ(paths({"check", "-o", "sarif"}), PathKind::kNone);
  EXPECT_EQ(paths({"check", "--catalog", ""}), PathKind::kFolders);
  EXPECT_EQ(paths({"policy", "diff", "--dirs", "old", ""}), PathKind::kFolders);
  EXPECT_EQ(paths({"policy", "diff", "--dirs", "old", "new", ""}), PathKind::kFiles);
  EXPECT_EQ(paths({"policy", ""}), PathKind::kNone);
  EXPECT_EQ(paths({"check", "--fail-on", ""}), PathKind::kNone);
  EXPECT_EQ(paths({"check", "--", "--x"}), PathKind::kFiles);
}

// Each line of a script's answer is one candidate.
TEST(Complete, EnvironmentsOfStacks) {
  TemporaryFolder folder;
  folder.Write("a/stackql_manifest.yml",
               "version: 1\nname: a\nproviders: [awscc]\nresources:\n  - name: r\n    props:\n"
               "      - name: p\n        values: {dev: {value: x}, prod: {value: y}}\n");
  EXPECT_EQ(RunProgram(folder.path().string(), "completions bash -- check --env ''").text,
            "words\ndev\nprod\n");
  EXPECT_EQ(RunProgram(folder.path().string(), "completions bash -- check --env=p").text,
            "words\n--env=prod\n");
}

TEST(Complete, DescribesInOneLine) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {""}, {"-"}, {"policy", "generate", "-"}, {"rules", ""}}) {
    for (const Completion::Candidate& each : Complete(words).candidates) {
      EXPECT_EQ((each.word + each.description).find_first_of("\t\n"), std::string::npos)
          << each.word;
      EXPECT_FALSE(each.description.empty()) << each.word;
    }
  }
}

class Shells : public testing::Test {
 protected:
  void SetUp() override {
    folder_.Write("stacks/resources/stage.iql", "");
    folder_.Write("variables.env", "");
    folder_.Write("a file.iql", "");
  }

  static bool Has(const std::string& shell) {
    return std::system(("command -v " + shell + " > /dev/null 2>&1").c_str()) == 0;
  }

  // The lines that a script for a shell prints, in order of their bytes. The program is on PATH.
  std::vector<std::string> Lines(const std::string& shell, const std::string& script) const {
    const std::string path = folder_.Write("script", script);
    const std::string program = kProgram;
    const std::string line = "cd '" + folder_.path().string() + "' && PATH='" +
                             program.substr(0, program.rfind('/')) + "':\"$PATH\" HOME='" +
                             folder_.path().string() + "' " + shell + " script > said 2>&1";
    EXPECT_EQ(std::system(line.c_str()), 0) << shell;
    std::ifstream said(folder_.path() / "said");
    std::vector<std::string> lines;
    for (std::string text; std::getline(said, text);) lines.push_back(text);
    std::sort(lines.begin(), lines.end());
    return lines;
  }

  // What bash completes; `words` are as it splits them, `index` the one to complete.
  std::vector<std::string> Bash(const std::string& words, int index) const {
    return Lines("bash --norc",
                 "source <(stackql-lint completions bash)\ncomplete -p stackql-lint "
                 ">/dev/null || exit 1\nCOMP_WORDS=(" +
                     words + ")\nCOMP_CWORD=" + std::to_string(index) +
                     "\n_stackql_lint stackql-lint\n"
                     "printf '%s\\n' \"${COMPREPLY[@]}\"\n");
  }

  std::vector<std::string> Fish(const std::string& line) const {
    std::vector<std::string> lines = Lines(
        "fish --no-config", "stackql-lint completions fish | source\ncomplete -C '" + line + "'\n");
    for (std::string& each : lines) each.erase(std::min(each.find('\t'), each.size()));
    return lines;
  }

  const TemporaryFolder folder_;
};

TEST_F(Shells, BashCompletes) {
  EXPECT_THAT(Bash("stackql-lint ch", 1), ElementsAre("check"));
  EXPECT_THAT(Bash("stackql-lint policy ''", 2),
              ElementsAre("check", "diff", "explain-denied", "generate"));
  EXPECT_THAT(Bash("stackql-lint check --fail-on = w", 4), ElementsAre("warning"));
  EXPECT_THAT(Bash("stackql-lint check --fail-on =", 3),
              ElementsAre("error", "info", "never", "warning"));
  EXPECT_THAT(Bash("stackql-lint check --fail-on w", 3), ElementsAre("warning"));
  EXPECT_THAT(Bash("stackql-lint check --select = SQL001,tag-key-l", 4),
              ElementsAre("SQL001,tag-key-length"));
  EXPECT_THAT(Bash("stackql-lint check sta", 2), ElementsAre("stacks"));
  EXPECT_THAT(Bash("stackql-lint check a", 2), ElementsAre("a file.iql"));
  EXPECT_THAT(Bash("stackql-lint check --env-file = var", 4), ElementsAre("variables.env"));
  EXPECT_THAT(Bash("stackql-lint check -o sarif = var", 5), ElementsAre("variables.env"));
  EXPECT_THAT(Bash("stackql-lint check --catalog ''", 3), ElementsAre("stacks"));
  EXPECT_THAT(Bash("stackql-lint check --zz", 2), ElementsAre(""));
}

TEST_F(Shells, FishCompletes) {
  if (!Has("fish")) GTEST_SKIP() << "fish is not installed: its completions are not tested";
  EXPECT_THAT(Fish("stackql-lint chec"), ElementsAre("check"));
  EXPECT_THAT(Fish("stackql-lint policy "),
              ElementsAre("check", "diff", "explain-denied", "generate"));
  EXPECT_THAT(Fish("stackql-lint check --fail-on=w"), ElementsAre("--fail-on=warning"));
  EXPECT_THAT(Fish("stackql-lint check --fail-on w"), ElementsAre("warning"));
  EXPECT_THAT(Fish("stackql-lint check sta"), ElementsAre("stacks/"));
  EXPECT_THAT(Fish("stackql-lint check --env-file=var"), ElementsAre("--env-file=variables.env"));
  EXPECT_THAT(Fish("stackql-lint check --catalog "), Contains("stacks/"));
  EXPECT_THAT(Fish("stackql-lint check --catalog "), Not(Contains("variables.env")));
}

// Elvish has an editor on a terminal only, which is asked what it completes.
TEST_F(Shells, ElvishCompletes) {
  if (!Has("elvish") || !Has("script")) {
    GTEST_SKIP() << "elvish or script is not installed: its completions are not tested";
  }
  const auto of = [this](const std::string& words) {
    const std::string keys =
        folder_.Write("keys",
                      "eval (stackql-lint completions elvish | slurp)\n"
                      "$edit:completion:arg-completer[stackql-lint] stackql-lint " +
                          words + " | each {|each| echo $each[stem] } > candidates\nexit\n");
    Lines("timeout 60 sh", "script -qec 'elvish -norc' /dev/null < keys\n");
    std::ifstream said(folder_.path() / "candidates");
    std::vector<std::string> lines;
    for (std::string text; std::getline(said, text);) lines.push_back(text);
    return lines;
  };
  EXPECT_THAT(of("check --fail-on=w"), ElementsAre("--fail-on=warning"));
  EXPECT_THAT(of("policy ''"), ElementsAre("generate", "check", "diff", "explain-denied"));
  EXPECT_THAT(of("check sta"), Contains("stacks/"));
  EXPECT_THAT(of("check --env-file=var"), Contains("--env-file=variables.env"));
  EXPECT_THAT(of("check --catalog ''"), ElementsAre("stacks/"));
}

// Nushell completes paths itself where it is given nothing.
TEST_F(Shells, NushellCompletes) {
  if (!Has("nu")) GTEST_SKIP() << "nu is not installed: its completions are not tested";
  Lines("sh", "stackql-lint completions nushell > completions.nu\n");
  const auto of = [this](const std::string& words) {
    return Lines("nu --no-config-file",
                 "source completions.nu\n"
                 "for each in (do $env.config.completions.external.completer [stackql-lint " +
                     words + "] | default [[value]; [nothing]]) { print $each.value }");
  };
  EXPECT_THAT(of("chec"), ElementsAre("check"));
  EXPECT_THAT(of("policy ''"), ElementsAre("check", "diff", "explain-denied", "generate"));
  EXPECT_THAT(of("check --fail-on=w"), ElementsAre("--fail-on=warning"));
  EXPECT_THAT(of("check sta"), ElementsAre("nothing"));
  EXPECT_THAT(of("check --zz"), IsEmpty());
}

TEST_F(Shells, PowerShellCompletes) {
  if (!Has("pwsh")) GTEST_SKIP() << "pwsh is not installed: its completions are not tested";
  const auto of = [this](const std::string& line) {
    return Lines("pwsh -NoProfile -File",
                 "stackql-lint completions powershell | Out-String | Invoke-Expression\n"
                 "$line = '" +
                     line +
                     "'\n(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText\n");
  };
  EXPECT_THAT(of("stackql-lint chec"), ElementsAre("check"));
  EXPECT_THAT(of("stackql-lint policy "),
              ElementsAre("check", "diff", "explain-denied", "generate"));
  EXPECT_THAT(of("stackql-lint check --fail-on w"), ElementsAre("warning"));
  EXPECT_THAT(of("stackql-lint check --fail-on=w"), ElementsAre("--fail-on=warning"));
}

// Zsh completes on a terminal only: it is given one, and what it makes of TAB is read from there.
TEST_F(Shells, ZshCompletes) {
  if (!Has("zsh")) GTEST_SKIP() << "zsh is not installed: its completions are not tested";
  const auto typed = [this](const std::string& line) {
    const std::string script =
        "zmodload zsh/zpty\n"
        "zpty z zsh -f -i\n"
        "zpty -w z 'stty -echo; PS1= ; autoload -Uz compinit && compinit -u -D; "
        "source <(stackql-lint completions zsh); "
        "show() { print -r -- \"<$BUFFER>\" }; zle -N show; bindkey ^X show; "
        "bindkey ^I complete-word; print READY'\n"
        "zpty -r -m z out '*READY*'\n"
        "zpty -w -n z $'" +
        line +
        "\\t\\x18'\n"
        "zpty -r -m z out '*<stackql-lint*>*'\n"
        "out=${out##*<}\nprint -r -- \"${out%%>*}\"\nzpty -d z\n";
    const std::vector<std::string> lines = Lines("timeout 60 zsh -f", script);
    return lines.empty() ? std::string("nothing") : lines.back();
  };
  EXPECT_EQ(typed("stackql-lint chec"), "stackql-lint check ");
  EXPECT_EQ(typed("stackql-lint policy gen"), "stackql-lint policy generate ");
  EXPECT_EQ(typed("stackql-lint catalog show AWS::IVS::Stag"),
            "stackql-lint catalog show AWS::IVS::Stage ");
  EXPECT_EQ(typed("stackql-lint catalog show "), "stackql-lint catalog show AWS::");
  EXPECT_EQ(typed("stackql-lint check --env "), "stackql-lint check --env ");
  EXPECT_EQ(typed("stackql-lint check --fail-on=w"), "stackql-lint check --fail-on=warning ");
  EXPECT_EQ(typed("stackql-lint check --fail-on w"), "stackql-lint check --fail-on warning ");
  EXPECT_EQ(typed("stackql-lint check sta"), "stackql-lint check stacks/");
  EXPECT_EQ(typed("stackql-lint check a"), "stackql-lint check a\\ file.iql ");
  EXPECT_EQ(typed("stackql-lint check --env-file=var"),
            "stackql-lint check --env-file=variables.env ");
  EXPECT_EQ(typed("stackql-lint check --catalog s"), "stackql-lint check --catalog stacks/");
}

}  // namespace
}  // namespace stackql
