#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"

namespace stackql::cli {

// What --help prints, in 80 columns.
std::string HelpText(const Command& command);

// The lines of usage, whole: "stackql-lint rules [OPTIONS] [RULE]".
std::vector<std::string> UsageOf(const Command& command);

// What an option does, as a sentence without a period, with its choices, default and whether it
// repeats: "Print in this format: text or json (default: text)".
std::string Describe(const Option& option);

}  // namespace stackql::cli
