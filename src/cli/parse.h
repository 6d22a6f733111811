#pragma once

#include <string>
#include <vector>

#include "cli/command.h"

namespace stackql::cli {

// What a command line asks for, other than to run the command.
struct Parsed {
  bool help = false;
  bool version = false;
  std::string wrong = {};  // why it is refused, without a period; empty: it is not
};

// Reads the words after a command's name into what its options are bound to. Nothing is bound if
// help or the version is asked for.
Parsed Parse(const Command& command, std::vector<std::string> words);

}  // namespace stackql::cli
