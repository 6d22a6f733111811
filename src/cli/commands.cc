#include "cli/commands.h"

namespace stackql::cli {

Command ProgramCommand() {
  return {
      .summary = "Lint StackQL stacks before anything touches AWS",
      .usage = {"[check] [OPTIONS] [PATH...]", "COMMAND [OPTIONS] [ARGUMENT...]"},
      .description =
          "Reads stacks (a manifest with its query files) and single query files, and "
          "reports mistakes, the IAM permissions that they need, and differences from "
          "what is deployed. Only 'verify' and 'catalog pull' use the network.",
      .statuses = {{0, "nothing at or above --fail-on"},
                   {1, "findings"},
                   {2, "bad usage or configuration"},
                   {3, "some input could not be read, or the tool failed"}},
      .examples = {"stackql-lint my-stack --output text --output sarif=lint.sarif",
                   "stackql-lint policy generate my-stack > policy.json"},
  };
}

Command PolicyCommand() {
  return {
      .summary = "Generate, check and compare least-privilege IAM policies",
      .usage = {"COMMAND [OPTIONS] [ARGUMENT...]"},
      .examples = {"stackql-lint policy generate my-stack --account 111122223333 > policy.json"},
  };
}

Command CatalogCommand() {
  return {
      .summary = "Manage the documents that resources are checked against",
      .usage = {"COMMAND [OPTIONS] [ARGUMENT...]"},
      .examples = {"stackql-lint catalog pull awscc"},
  };
}

Command ConfigCommand() {
  return {
      .summary = "Show what the configuration says",
      .usage = {"COMMAND [OPTIONS] [ARGUMENT...]"},
      .examples = {"stackql-lint config show my-stack"},
  };
}

const CommandEntry* FindCommand(std::string_view name) {
  for (const CommandEntry& entry : kCommands) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

std::vector<const CommandEntry*> Subcommands(std::string_view name) {
  std::vector<const CommandEntry*> below;
  for (const CommandEntry& entry : kCommands) {
    const size_t blank = entry.name.find(' ');
    const std::string_view above =
        blank == std::string_view::npos ? std::string_view() : entry.name.substr(0, blank);
    if (!entry.name.empty() && above == name) below.push_back(&entry);
  }
  return below;
}

Command Make(const CommandEntry& entry) {
  Command command = entry.make();
  command.name = entry.name;
  command.sections.push_back({.title = "General options",
                              .options = {{"-h, --help", "", "Print this help"},
                                          {"-V, --version", "", "Print the program's version"}}});
  return command;
}

const CommandEntry* TakeCommand(std::vector<std::string>& words) {
  for (const size_t count : {2, 1}) {
    if (words.size() < count) continue;
    const CommandEntry* entry =
        FindCommand(count == 2 ? words[0] + ' ' + words[1] : std::string(words[0]));
    if (entry == nullptr || entry->name.empty()) continue;
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    return entry;
  }
  return nullptr;
}

std::string ProgramAnd(std::string_view name) {
  return name.empty() ? "stackql-lint" : "stackql-lint " + std::string(name);
}

}  // namespace stackql::cli
