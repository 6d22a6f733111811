#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stackql::aws {

// The arguments of a command line, parted as a POSIX shell parts them but with nothing expanded:
// quotes and backslashes only. None if a quote is not closed.
std::optional<std::vector<std::string>> SplitCommand(std::string_view line);

}  // namespace stackql::aws
