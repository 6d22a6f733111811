#pragma once

#include <string>
#include <string_view>

namespace stackql::fetch {

// The content of a regular file of at most 64 MB; false if it cannot be read.
bool ReadWholeFile(const std::string& path, std::string& content);

// Writes a file that is not there yet; `sync`: onto the disk. Returns what failed; empty: nothing.
std::string WriteNewFile(const std::string& path, std::string_view content, bool sync);

// Replaces a file as a whole or not at all; what is there and no regular file, a device or a pipe,
// is written to. Returns what failed; empty: nothing.
std::string ReplaceFile(const std::string& path, std::string_view content);

}  // namespace stackql::fetch
