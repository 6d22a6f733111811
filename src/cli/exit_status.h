#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stackql::cli {

// What the program returns, the same for every command.
inline constexpr int kExitClean = 0;     // nothing at or above --fail-on
inline constexpr int kExitFindings = 1;  // findings
inline constexpr int kExitUsage = 2;     // bad usage or configuration
inline constexpr int kExitFailure = 3;   // some input could not be read, or the tool failed

// Prints a sentence without a period on standard error, with the program's name before it. Returns
// the status.
int Fail(int status, const std::string& sentence);

// "; did you mean 'check'?", or nothing if no candidate is near to the word.
std::string DidYouMean(const std::string& word, const std::vector<std::string_view>& candidates);

}  // namespace stackql::cli
