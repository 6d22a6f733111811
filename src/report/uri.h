#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

// A path as a URI, or as a reference relative to another if it is relative: forward slashes, no "."
// or inner "..", percent-encoded.
std::string UriOf(std::string_view path);

// The path relative to the repository's root, without encoding. `root` is the directory that `path`
// is relative to, itself relative to the repository; absolute paths below `top`, the absolute path
// of the repository, are relative, too.
std::string RepositoryPath(std::string_view path, std::string_view root, std::string_view top);

}  // namespace stackql::report
