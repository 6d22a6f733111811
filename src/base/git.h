#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/child_process.h"

namespace stackql {

inline constexpr uint64_t kLargestListing = 256 << 20;  // bytes, of all files of a repository

// Whether a text is the name of an object, by SHA-1 or SHA-256.
bool IsObjectName(std::string_view text);

// What git prints, run in a folder so that nothing in the repository is run: no hook, file-system
// monitor, pager or transport (git's "git-config"). No variable GIT_* of the environment counts,
// but for GIT_DIR and GIT_WORK_TREE where no repository is around the folder. Git ending with
// another status than 0 is an error. `index`: the file to read instead of the repository's own
// index; empty: its own.
Result<std::string> RunGit(const std::string& folder, const std::vector<std::string>& arguments,
                           std::string_view input, const ChildLimits& limits,
                           const std::string& index = {});

// The top folder of the working tree around a folder, as a real path.
Result<std::string> WorkingTreeOf(const std::string& inside);

}  // namespace stackql
