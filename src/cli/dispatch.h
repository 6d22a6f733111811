#pragma once

#include <string>
#include <vector>

namespace stackql::cli {

// Runs the command that a command line names, `check` if it names none. Returns the exit status.
int Dispatch(std::vector<std::string> words);

}  // namespace stackql::cli
