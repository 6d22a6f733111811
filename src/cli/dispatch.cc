#include "cli/dispatch.h"

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "cli/unknown_command.h"
#include "report/version.h"

namespace stackql::cli {
namespace {

int PrintHelpOf(const Command& command, std::FILE* stream, int status) {
  const std::string text = HelpText(command);
  std::fwrite(text.data(), 1, text.size(), stream);
  return status;
}

int Run(const CommandEntry& entry, std::vector<std::string> words) {
  const Command command = Make(entry);
  if (!command.run && words.empty()) return PrintHelpOf(command, stderr, kExitUsage);
  if (!command.run && !words.front().starts_with('-')) {
    return UnknownCommand(std::string(command.name) + " " + words.front());
  }
  const Parsed parsed = Parse(command, std::move(words));
  if (parsed.help) return PrintHelpOf(command, stdout, kExitClean);
  if (parsed.version) {
    std::printf("stackql-lint %s\n", std::string(kVersion).c_str());
    return kExitClean;
  }
  if (parsed.wrong.empty()) return command.run ? command.run() : kExitUsage;
  Fail(kExitUsage, parsed.wrong);
  std::fprintf(stderr, "Run '%s --help' for the options.\n", ProgramAnd(command.name).c_str());
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
    Fail(kExitFailure, "'" + first +
                           "' is neither a command nor a path; run 'stackql-lint help' for the "
                           "commands");  // and it counts as input that cannot be read
  }
  return Run(*FindCommand("check"), std::move(words));
}

}  // namespace stackql::cli
