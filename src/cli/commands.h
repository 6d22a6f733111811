#pragma once

#include <string>
#include <vector>

// One function a command. Each takes the arguments after the command's name and returns the exit
// status: 0 nothing at or above --fail-on, 1 findings, 2 bad usage or configuration, 3 some input
// could not be read or the tool failed.
namespace stackql::cli {

inline constexpr int kExitClean = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitFailure = 3;

int Catalog(std::vector<std::string> arguments);
int Check(std::vector<std::string> arguments);
int Operations(std::vector<std::string> arguments);
int Permissions(std::vector<std::string> arguments);
int Policy(std::vector<std::string> arguments);
int Render(std::vector<std::string> arguments);
int Rules(std::vector<std::string> arguments);
int Verify(std::vector<std::string> arguments);

}  // namespace stackql::cli
