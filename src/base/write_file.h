#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "base/result.h"

namespace stackql {

// Writes a file that is not there yet, `mode` less the process's mask; `sync`: onto the disk.
std::error_code WriteNewFile(const std::string& path, std::string_view content, unsigned mode,
                             bool sync);

// Replaces a file as a whole or not at all, by one that is written beside it; what is there and no
// regular file, a device or a pipe, is written to.
Result<void> ReplaceFile(const std::string& path, std::string_view content);

}  // namespace stackql
