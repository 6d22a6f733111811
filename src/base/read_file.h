#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace stackql {

struct ReadOptions {
  // If not empty, a folder in which the file must lie once links are followed.
  std::string root = {};
  // Pipes and devices are read as well, for some seconds at most; otherwise they are refused.
  bool pipes = false;
};

// The bytes of a file of at most `limit` bytes.
Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit,
                                  const ReadOptions& options = {});

// All of standard input, but not more than a little above `limit` bytes, however long that takes.
Result<std::string> ReadStandardInput(uint64_t limit);

}  // namespace stackql
