#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace stackql {

struct WriteOptions {
  unsigned mode = 0666;  // less the process's mask
  bool sync = true;      // onto the disk before anything else is done
  // What is there and no regular file is written to; otherwise it is replaced, a link as well.
  bool streams = true;
  // The mode is exactly that, whatever the process's mask.
  bool exact_mode = false;
};

// Writes a file that is not there yet.
std::error_code WriteNewFile(const std::string& path, std::string_view content,
                             const WriteOptions& options = {});

// Replaces a file as a whole or not at all, by one that is written beside it; what is there and no
// regular file, a device or a pipe, is written to, and so is what /dev and /proc name (see
// `streams`).
Result<void> ReplaceFile(const std::string& path, std::string_view content,
                         const WriteOptions& options = {});

}  // namespace stackql
