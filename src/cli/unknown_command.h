#pragma once

#include <string>

namespace stackql::cli {

// The command that was probably meant by a name that is none ("chek", "explain", "policy gen"):
// the nearest by letters, one that begins with it, or one that it is a synonym of. Empty: none.
std::string MeantCommand(const std::string& name);

// Says that there is no such command, and which one was probably meant; returns the exit status.
int UnknownCommand(const std::string& name);

}  // namespace stackql::cli
