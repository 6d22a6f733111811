#include "cli/help.h"

#include <algorithm>
#include <memory>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/paragraphs.h"
#include "cli/print.h"
#include "cli/unknown_command.h"

namespace stackql::cli {
namespace {

constexpr size_t kNameColumn = 2;
constexpr size_t kCommandColumn = 16;  // where what commands do is described
constexpr size_t kOptionColumn = 28;
constexpr size_t kStatusColumn = 5;
constexpr size_t kNarrowColumn = 6;  // instead of the others, where there is no place

// A name and what it is: beside each other, or one below the other if the name is long.
std::string Entry(const std::string& name, const std::string& description, size_t column) {
  if (IsNarrow()) column = std::min(column, kNarrowColumn);
  std::string text = std::string(kNameColumn, ' ') + name;
  std::string filled = Paragraphs(description, column);
  if (text.size() + 2 > column) return text + "\n" + filled;
  return text + filled.substr(text.size());
}

std::string NameInHelp(const Option& option) {
  if (option.IsArgument()) {
    return std::string(option.names) + (option.binding.repeats ? "..." : "");
  }
  const bool only_long = option.names.starts_with("--");
  return (only_long ? "    " : "") + std::string(option.names) +
         (option.value.empty() || option.IsOptional() ? "" : " ") + std::string(option.value);
}

std::string SubcommandsText(const Command& command) {
  std::string text;
  for (const CommandEntry* entry : Subcommands(command.name)) {
    const size_t blank = entry->name.rfind(' ');  // npos + 1 is 0
    text += Entry(std::string(entry->name.substr(blank + 1)), std::string(entry->make().summary),
                  kCommandColumn);
  }
  return text.empty() ? text : "\nCommands:\n" + text;
}

std::string ArgumentsText(const Command& command) {
  std::string text;
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (option.IsArgument()) text += Entry(NameInHelp(option), Describe(option), kOptionColumn);
    }
  }
  return text.empty() ? text : "\nArguments:\n" + text;
}

std::string SectionText(const Section& section) {
  std::string text;
  for (const Option& option : section.options) {
    if (!option.IsArgument()) text += Entry(NameInHelp(option), Describe(option), kOptionColumn);
  }
  return text.empty() ? text : "\n" + std::string(section.title) + ":\n" + text;
}

struct HelpOptions {
  std::vector<std::string> words = {};
};

int PrintHelp(std::vector<std::string> words) {
  std::string asked;
  for (const std::string& word : words) asked += (asked.empty() ? "" : " ") + word;
  const CommandEntry* entry = words.empty() ? FindCommand("") : TakeCommand(words);
  if (entry == nullptr || !words.empty()) return UnknownCommand(asked);
  const std::string text = HelpText(Make(*entry));
  PrintText(text);
  return kExitClean;
}

}  // namespace

std::string Describe(const Option& option) {
  const Binding& binding = option.binding;
  std::string text(option.help);
  if (text.ends_with(':')) text += " " + Alternatives(binding.choices);
  const std::string preset(option.preset.empty() ? binding.preset : option.preset);
  std::string more = preset.empty() ? "" : "default: " + preset;
  if (binding.repeats && !option.IsArgument()) {
    if (!more.empty()) more += "; ";
    more += binding.commas ? "comma-separated" : "repeatable";
  }
  if (!more.empty()) text += " (" + more + ")";
  return text;
}

std::vector<std::string> UsageOf(const Command& command) {
  const std::string name = ProgramAnd(command.name) + " ";
  std::vector<std::string> lines;
  for (const std::string_view usage : command.usage) lines.push_back(name + std::string(usage));
  if (!lines.empty()) return lines;
  std::string line = name;
  std::string arguments;
  for (const Section& section : command.sections) {
    for (const Option& option : section.options) {
      if (option.IsArgument()) {
        const std::string shown = NameInHelp(option);
        arguments += option.required ? " " + shown : " [" + shown + "]";
      } else if (option.required) {
        line += std::string(option.names) + " " + std::string(option.value) + " ";
      }
    }
  }
  return {line + "[OPTIONS]" + arguments};
}

std::string HelpText(const Command& command) {
  std::string text = Fitted(command.summary);
  std::string before = "Usage: ";
  text += "\n";
  for (const std::string& line : UsageOf(command)) {
    text += Fitted(before + line);
    before = "       ";
  }
  if (!command.description.empty()) text += "\n" + Paragraphs(command.description, 0);
  text += SubcommandsText(command) + ArgumentsText(command);
  for (const Section& section : command.sections) text += SectionText(section);
  if (!command.run) {
    text +=
        "\nRun '" + ProgramAnd(command.name) + " COMMAND --help' for the options of a command.\n";
  }
  if (!command.statuses.empty()) text += "\nExit status:\n";
  for (const auto& [status, meaning] : command.statuses) {
    text += Entry(std::to_string(status), std::string(meaning), kStatusColumn);
  }
  text += command.examples.size() == 1 ? "\nExample:\n" : "\nExamples:\n";
  for (const std::string_view example : command.examples)
    text += "  " + std::string(example) + "\n";
  return text;
}

Command HelpCommand() {
  const auto options = std::make_shared<HelpOptions>();
  return {
      .summary = "Print help for a command",
      .sections = {{"Options",
                    {{"COMMAND", "", "Print help for this command", Texts(options->words)}}}},
      .statuses = {{kExitClean, "printed"}, {kExitUsage, "bad usage, or no such command"}},
      .examples = {"stackql-lint help policy generate"},
      .run = [options] { return PrintHelp(options->words); },
  };
}

}  // namespace stackql::cli
