#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace stackql::config {

inline constexpr std::string_view kManifestName = "stackql_manifest.yml";
inline constexpr std::string_view kConfigName = ".stackql-lint.yaml";

// The bytes of a file of at most `limit` bytes, or a sentence that says why not. Follows no link
// that leads out of `root` (if not empty); refuses what is not a regular file.
tl::expected<std::string, std::string> ReadFile(const std::string& path, uint64_t limit,
                                                const std::string& root = {});

// One unit of work: a stack with its manifest, or query files without one.
struct Unit {
  std::string manifest = {};               // empty: no manifest above the query files
  std::vector<std::string> query_files = {};  // files to lint; for a stack, those under resources/
                                              // that were found or named
  // Only findings that touch one of these are shown; empty: all. (Files named on the command line.)
  std::vector<std::string> only = {};
};

struct Discovered {
  std::vector<Unit> units = {};            // sorted by path
  std::vector<std::string> failures = {};  // paths that cannot be read, a sentence each
};

// Finds the stacks and query files under the given files and directories. Directories are walked in
// sorted order without following links, skipping hidden directories and what .gitignore files (and
// `exclude`) name. `.sql` counts only when named or under a stack's resources/ folder. A query file
// belongs to the stack whose resources/ folder it is under (manifest found upwards). A YAML file
// named explicitly is a manifest. Paths in the result are as a user would write them: relative to
// the current directory where given so.
Discovered Discover(const std::vector<std::string>& paths, const std::vector<std::string>& exclude);

// The .stackql-lint.yaml nearest to `path`, going up; empty if none.
std::string NearestConfig(const std::string& path);

}  // namespace stackql::config
