#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace stackql {

// The bytes of a file of at most `limit` bytes. Refuses what is not a regular file, and what lies
// outside of the folder `root` (if not empty) once links are followed.
Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit,
                                  const std::string& root = {});

}  // namespace stackql
