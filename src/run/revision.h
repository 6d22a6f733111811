#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/private_folder.h"
#include "base/result.h"

namespace stackql {

// The most that is taken out of a repository; what is left out for it is listed.
struct RevisionLimits {
  uint64_t file = 10 << 20;  // bytes
  uint64_t total = 1 << 30;  // bytes; more is an error
  size_t files = 1'000'000;  // more are an error
  size_t path = 1024;        // bytes
  size_t depth = 100;        // parts of a path
};

// An entry of a tree that could have mattered, and why nobody looked at it.
struct LeftOut {
  std::string path = {};    // from the root of the repository
  std::string object = {};  // the hash of what it is
  std::string reason = {};  // "it is larger than 10 bytes"
};

// The files of a revision, as they were committed, in a temporary folder.
struct Revision {
  PrivateFolder folder = {};
  std::string commit = {};  // its hash; the tree's, if a tree was named
  std::string below = {};   // of the folder that was asked in, with a slash at the end; empty: all
  std::vector<LeftOut> left_out = {};
};

// Takes a revision out of the repository around a folder, without a checkout: everything that git
// tracks in it but submodules, and links that lead elsewhere or nowhere. Nothing of the repository
// is run (RunGit()). `revision` is what "gitrevisions" takes; one that begins with a dash is never
// an option.
Result<Revision> CheckOut(const std::string& inside, const std::string& revision,
                          const RevisionLimits& limits = {});

// What git tracks in the working tree around a folder.
struct TrackedFiles {
  std::string root = {};               // of the working tree; its real path
  std::set<std::string> entries = {};  // absolute paths of files, links and the folders above them
  std::vector<LeftOut> left_out = {};  // links that lead elsewhere or nowhere, empty submodules
};
Result<TrackedFiles> ListTracked(const std::string& inside);

// Those of `after` that are not left out of `before` as well, and may lie below one of the paths
// (from the root of the repository; "" is the root).
std::vector<LeftOut> NewlyLeftOut(const std::vector<LeftOut>& before,
                                  const std::vector<LeftOut>& after,
                                  const std::vector<std::string>& paths);

// The hash of the commit that two revisions last had in common ("git-merge-base").
Result<std::string> MergeBase(const std::string& inside, const std::string& one,
                              const std::string& other);

// The first of the paths that is not there but names a revision; empty: none.
std::string RevisionAmong(const std::vector<std::string>& paths);

}  // namespace stackql
