#pragma once

#include <cstdint>
#include <string>

namespace stackql {

enum class Tracked : uint8_t {
  kNo,
  kYes,
  kMaybe,  // there is a repository, but git is missing or cannot read it
};

// Whether git tracks a file, any file in a folder, or a link on the way that `path` writes, in the
// nearest repository around it; kNo without one. Git is run at most twice, for what the path writes
// and for where it leads.
Tracked IsTracked(const std::string& path);

}  // namespace stackql
