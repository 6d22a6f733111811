#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/drafts.h"

namespace stackql::discovery {

inline constexpr std::string_view kManifestName = "stackql_manifest.yml";

// One unit of work: a stack with its manifest, or query files without one.
struct Unit {
  std::string manifest = {};  // empty: no manifest above the query files
  // Files to lint; for a stack, those under resources/ that were found or named.
  std::vector<std::string> query_files = {};
  // Only findings that touch one of these are shown; empty: all. (Files named on the command line.)
  std::vector<std::string> only = {};
};

struct Discovered {
  std::vector<Unit> units = {};            // sorted by path
  std::vector<std::string> failures = {};  // paths that cannot be read, a sentence each
  std::vector<std::string> gone = {};      // paths where nothing is, whose stack is a unit instead
};

inline constexpr uint32_t kDeepestFolder = 100;      // below a path given
inline constexpr uint64_t kMostEntries = 1'000'000;  // of all folders walked

// Finds the stacks and query files under the given files and directories. Directories are walked in
// sorted order without following links to folders, nor links to files that lead out of the
// repository (out of the directory, where there is none), skipping what is hidden and what git
// ignores (by .gitignore files up to the root of the repository, and by its info/exclude; a path
// given is never ignored).
// `.sql` counts only when named or under a stack's resources/ folder. A query file belongs to the
// stack whose resources/ folder it is under (manifest found upwards). A YAML file named explicitly
// is a manifest, and names its whole stack; so does any other file below a stack's resources/ that
// is no query file, and one that is not there (any more). Paths in the result are as a user would
// write them: relative to the current directory where given so. A unit's query files begin as its
// manifest does. What is `kept` (by real path) is looked at although it is hidden, ignored or a
// link to a file. Files that `drafts` add are found as if they were on disk.
using Kept = std::function<bool(const std::string& real_path)>;
Discovered Discover(const std::vector<std::string>& paths, const Kept& kept = {},
                    const Drafts& drafts = {});

// As Discover with one file that need not exist: standard input under a name of its own.
Discovered DiscoverOne(const std::string& path);

// The root of the repository around a folder (a real path); empty: there is none.
std::string RepositoryAround(const std::string& folder);

}  // namespace stackql::discovery
