// What is told of commands and options comes from one table, and all of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "support/command.h"
#include "support/temporary_folder.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using cli::Command;
using cli::Option;
using cli::Section;
using testing::HasSubstr;

std::vector<Command> AllCommands() {
  std::vector<Command> commands;
  commands.reserve(cli::kCommands.size());
  for (const cli::CommandEntry& entry : cli::kCommands) commands.push_back(Make(entry));
  return commands;
}

std::vector<Option> OptionsOf(const Command& command) {
  std::vector<Option> options;
  for (const Section& section : command.sections) {
    options.insert(options.end(), section.options.begin(), section.options.end());
  }
  return options;
}

std::vector<std::string> Words(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// A text with single blanks only.
std::string Squeezed(const std::string& text) {
  std::string out;
  for (const std::string& word : Words(text)) out += (out.empty() ? "" : " ") + word;
  return out;
}

TEST(CommandTable, DescribesCommandsInTheImperative) {
  for (const Command& command : AllCommands()) {
    const std::string summary(command.summary);
    ASSERT_FALSE(summary.empty()) << command.name;
    EXPECT_TRUE(std::isupper(static_cast<unsigned char>(summary.front()))) << summary;
    EXPECT_NE(summary.substr(0, summary.find(' ')).back(), 's') << summary;
    EXPECT_NE(summary.back(), '.') << summary;
    EXPECT_FALSE(command.examples.empty()) << command.name;
    EXPECT_TRUE(command.run != nullptr || !cli::Subcommands(command.name).empty()) << command.name;
  }
}

TEST(CommandTable, DescribesOptionsInTheImperative) {
  for (const Command& command : AllCommands()) {
    for (const Option& option : OptionsOf(command)) {
      const std::string help(option.help);
      ASSERT_FALSE(help.empty()) << option.names;
      EXPECT_TRUE(std::isupper(static_cast<unsigned char>(help.front()))) << help;
      EXPECT_NE(help.substr(0, help.find(' ')).back(), 's') << help;
      EXPECT_NE(help.back(), '.') << help;
      EXPECT_TRUE(option.IsFlag() || option.binding.set) << option.names;
    }
  }
}

TEST(CommandTable, HasNoNameTwice) {
  for (const Command& command : AllCommands()) {
    std::set<std::string_view> names;
    for (const Option& option : OptionsOf(command)) {
      for (const std::string_view name : NamesOf(option)) {
        EXPECT_TRUE(names.insert(name).second) << command.name << " " << name;
      }
    }
  }
}

// The manual describes such sections once.
TEST(CommandTable, HasTheSameOptionsUnderTheSameTitle) {
  std::map<std::string_view, std::string> sections;
  for (const Command& command : AllCommands()) {
    for (const Section& section : command.sections) {
      if (section.title == "Options") continue;
      std::string text;
      for (const Option& option : section.options) {
        text += std::string(option.names) + ": " + Describe(option) + "\n";
      }
      const auto [entry, added] = sections.emplace(section.title, text);
      EXPECT_EQ(entry->second, text) << section.title;
    }
  }
}

TEST(CommandTable, IsWholeInHelpWithin80Columns) {
  for (const Command& command : AllCommands()) {
    const std::string help = HelpText(command);
    std::istringstream lines(help);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << line;
      EXPECT_TRUE(line.empty() || line.back() != ' ') << line;
    }
    const std::string squeezed = Squeezed(help);
    for (const Option& option : OptionsOf(command)) {
      EXPECT_THAT(squeezed, HasSubstr(std::string(option.names)));
      EXPECT_THAT(squeezed, HasSubstr(Squeezed(Describe(option))));
      for (const std::string& choice : option.binding.choices) {
        EXPECT_THAT(squeezed, HasSubstr(choice)) << option.names;
      }
    }
    for (const cli::CommandEntry* below : cli::Subcommands(command.name)) {
      EXPECT_THAT(squeezed, HasSubstr(std::string(below->make().summary)));
    }
    EXPECT_THAT(help, HasSubstr("\n  stackql-lint ")) << "an example";
  }
}

// The words of an example up to what the shell makes of it.
std::vector<std::string> WordsOfExample(const std::string& example) {
  std::vector<std::string> words;
  for (const std::string& word : Words(example)) {
    if (word == ">" || word == "<" || word == "|") break;
    if (word.find("<(") == std::string::npos && word != "source") words.push_back(word);
  }
  return words;
}

TEST(CommandTable, HasExamplesThatParse) {
  for (const Command& command : AllCommands()) {
    for (const std::string_view example : command.examples) {
      std::vector<std::string> words = WordsOfExample(std::string(example));
      if (words.front() != "stackql-lint") continue;  // source <(stackql-lint ...)
      words.erase(words.begin());
      const cli::CommandEntry* entry = cli::TakeCommand(words);
      if (entry == nullptr) entry = cli::FindCommand("check");
      EXPECT_TRUE(!command.run || entry->name == command.name) << example;
      EXPECT_EQ(Parse(Make(*entry), words).wrong, "") << example;
    }
  }
}

TEST(CommandTable, IsWholeInCompletions) {
  for (const Command& command : AllCommands()) {
    std::vector<std::string> words = Words(std::string(command.name));
    if (command.name.empty()) continue;  // its options are those of check
    words.emplace_back("-");
    std::set<std::string> candidates;
    for (const auto& candidate : cli::Complete(words).candidates) {
      candidates.insert(candidate.word);
    }
    for (const Option& option : OptionsOf(command)) {
      if (option.IsArgument()) continue;
      for (const std::string_view name : NamesOf(option)) {
        EXPECT_EQ(candidates.count(std::string(name)), 1U) << command.name << " " << name;
      }
    }
  }
}

TEST(CommandTable, IsWholeInTheManual) {
  std::string page = RunProgram(".", "man").text;
  for (size_t at = 0; (at = page.find("\\-", at)) != std::string::npos; ++at) page.erase(at, 1);
  for (const Command& command : AllCommands()) {
    if (command.run) {
      EXPECT_THAT(page, HasSubstr("\n.SS stackql-lint " + std::string(command.name) + "\n"));
    }
    for (const Option& option : OptionsOf(command)) {
      for (const std::string_view name : NamesOf(option)) {
        const std::string font = option.IsArgument() ? "\\fI" : "\\fB";
        EXPECT_THAT(page, HasSubstr(font + std::string(name) + "\\fR"));
      }
    }
  }
}

TEST(Manual, HasNothingThatItsReadersWarnOf) {
  const TemporaryFolder folder;
  ASSERT_EQ(RunProgram(folder.path().string(), "man > page.1").status, 0);
  bool read = false;
  for (const std::string reader : {"mandoc -T lint -W warning page.1 > said 2>&1",
                                   "groff -ww -man -T utf8 -z page.1 > said 2>&1",
                                   "man --warnings -E UTF-8 -l page.1 2> said > /dev/null"}) {
    const std::string tool = reader.substr(0, reader.find(' '));
    if (std::system(("command -v " + tool + " > /dev/null 2>&1").c_str()) != 0) continue;
    const int status = std::system(("cd '" + folder.path().string() + "' && " + reader).c_str());
    EXPECT_TRUE(status == 0 || tool == "mandoc") << reader;
    std::ifstream said(folder.path() / "said");
    std::string text((std::istreambuf_iterator<char>(said)), {});
    // The page has the program's version instead of a date.
    if (text.find('\n') + 1 == text.size() && text.find("missing date") != std::string::npos) {
      text.clear();
    }
    EXPECT_EQ(text, "") << reader;
    read = true;
  }
  if (!read) GTEST_SKIP() << "neither mandoc nor groff nor man is installed";
}

}  // namespace
}  // namespace stackql
