#pragma once

#include <string>
#include <vector>

namespace stackql::cli {

// The subcommands of `policy`; each returns the exit status.
int GeneratePolicy(std::vector<std::string> arguments);

}  // namespace stackql::cli
