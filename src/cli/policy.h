#pragma once

#include <string>
#include <vector>

namespace stackql::cli {

// The subcommands of `policy`; each returns the exit status.
int CheckPolicy(std::vector<std::string> arguments);
int DiffPolicy(std::vector<std::string> arguments);
int GeneratePolicy(std::vector<std::string> arguments);

}  // namespace stackql::cli
