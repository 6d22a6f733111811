#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

// The URI reference of a path relative to the repository's root: forward slashes, no "." or inner
// "..", percent-encoded. `root` is the directory that `path` is relative to, itself relative to the
// repository; or both are absolute and the root is taken off.
std::string RelativeUri(std::string_view path, std::string_view root);

// The same without the encoding. Absolute paths below `top`, the absolute path of the root, are
// relative, too.
std::string RepositoryPath(std::string_view path, std::string_view root, std::string_view top);

}  // namespace stackql::report
