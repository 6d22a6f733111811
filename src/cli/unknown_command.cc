#include "cli/unknown_command.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/print.h"
#include "diag/suggest.h"

namespace stackql::cli {
namespace {

constexpr size_t kLeastPrefix = 3;  // letters of a name that stand for it

}  // namespace

std::string MeantCommand(const std::string& name) {
  const size_t blank = name.find(' ');
  const std::string above = blank == std::string::npos ? "" : name.substr(0, blank);
  const std::string word = name.substr(blank + 1);  // npos + 1 is 0
  const std::string before = above.empty() ? "" : above + " ";
  std::vector<std::string_view> names;
  for (const CommandEntry* entry : Subcommands(above)) {
    names.push_back(entry->name.substr(before.size()));
  }
  const std::string_view near = Suggest(word, names);
  if (!near.empty()) return before + std::string(near);
  for (const std::string_view each : names) {
    if (word.size() >= kLeastPrefix && each.starts_with(word)) return before + std::string(each);
  }
  for (const CommandEntry* entry : Subcommands(above)) {
    if (HasWord(entry->synonyms, word)) return std::string(entry->name);
  }
  return {};
}

int UnknownCommand(const std::string& name) {
  const std::string meant = MeantCommand(name);
  Fail(kExitUsage,
       "unknown command '" + name + "'" + (meant.empty() ? "" : "; did you mean '" + meant + "'?"));
  PrintErrorProse("Run 'stackql-lint help' for the commands.\n");
  return kExitUsage;
}

}  // namespace stackql::cli
