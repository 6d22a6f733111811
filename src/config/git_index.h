#pragma once

#include <cstdint>
#include <string>

namespace stackql::config {

enum class Tracked : uint8_t {
  kNo,
  kYes,
  kMaybe,  // the repository's index cannot be read, or is in a form that is not understood
};

// Whether git tracks a file, any file in a folder, or a link on the way that `path` writes, in the
// nearest repository around it; kNo without one. Reads the index itself (git's "index format":
// versions 2 to 4); no git is run.
Tracked IsTracked(const std::string& path);

}  // namespace stackql::config
