#include "cli/dispatch.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/version.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/print.h"
#include "cli/unknown_command.h"

namespace stackql::cli {
namespace {

int PrintHelpOf(const Command& command) {
  PrintText(HelpText(command));
  return kExitClean;
}

// Help that nobody asked for.
int PrintUsageOf(const Command& command) {
  PrintError(HelpText(command));
  return kExitUsage;
}

int Run(const CommandEntry& entry, std::vector<std::string> words) {
  const Command command = Make(entry);
  if (!command.run && words.empty()) return PrintUsageOf(command);
  if (!command.run && !words.front().starts_with('-')) {
    return UnknownCommand(std::string(command.name) + " " + words.front());
  }
  const Parsed parsed = Parse(command, std::move(words));
  if (parsed.help) return PrintHelpOf(command);
  if (parsed.version) {
    PrintText("stackql-lint " + std::string(ProgramVersion()) + "\n");
    return kExitClean;
  }
  if (parsed.wrong.empty()) return command.run ? command.run() : kExitUsage;
  Fail(kExitUsage, parsed.wrong);
  PrintErrorProse("Run '" + ProgramAnd(command.name) + " --help' for the options.\n");
  return kExitUsage;
}

// Whether a word can only be meant for a command: it does not look like a path and is none.
bool IsNoPath(const std::string& word) {
  if (word.starts_with('-') || word.find_first_of("./") != std::string::npos) return false;
  std::error_code ignored;
  return !word.empty() && !std::filesystem::exists(word, ignored);
}

}  // namespace

int Dispatch(std::vector<std::string> words) {
  if (const CommandEntry* entry = TakeCommand(words)) return Run(*entry, std::move(words));
  if (words.empty()) return Run(*FindCommand("check"), {});
  const std::string& first = words.front();
  const bool asks = first == "-h" || first == "--help" || first == "-V" || first == "--version";
  if (asks) return Run(*FindCommand(""), std::move(words));
  if (IsNoPath(first)) {
    if (!MeantCommand(first).empty()) return UnknownCommand(first);
    return Fail(kExitUsage, "'" + first +
                                "' is neither a command nor a path; run 'stackql-lint help' for "
                                "the commands");
  }
  return Run(*FindCommand("check"), std::move(words));
}

}  // namespace stackql::cli
