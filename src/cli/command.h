#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/option.h"

namespace stackql::cli {

// Options under one heading of help. Equal titles mean equal options, but for "Options", those of
// one command alone.
struct Section {
  std::string_view title = {};
  std::vector<Option> options = {};
};

// What a command is, for all who parse, run, complete and describe it. Its options are bound to
// what `run` will use.
struct Command {
  std::string_view name = {};                // from the table in commands.h: "policy generate"
  std::string_view summary = {};             // "Print each query as it would be sent"
  std::vector<std::string_view> usage = {};  // what follows the name, where the options do not say
  // Paragraphs, filled again when printed; those that begin with a blank are kept as they are.
  std::string_view description = {};
  std::vector<Section> sections = {};
  std::vector<std::pair<int, std::string_view>> statuses = {};  // what exit statuses mean
  std::vector<std::string_view> examples = {};                  // command lines
  std::function<int()> run = {};  // returns the exit status; none: it has subcommands
};

// A line of the table of commands.
struct CommandEntry {
  std::string_view name;
  Command (*make)();
  std::string_view synonyms = {};  // words that users try instead, separated by blanks
};

}  // namespace stackql::cli
