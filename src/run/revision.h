#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/private_folder.h"
#include "base/result.h"

namespace stackql {

// The most that is taken out of a repository.
struct RevisionLimits {
  uint64_t file = 1 << 20;    // bytes; larger files are left out
  uint64_t total = 64 << 20;  // bytes
  size_t files = 20'000;
  size_t path = 1024;  // bytes; longer ones are left out
  size_t depth = 32;   // parts of a path; so are deeper ones
};

// The files of a revision, as they were committed, in a temporary folder.
struct Revision {
  PrivateFolder folder = {};
  std::string commit = {};  // its hash; the tree's, if a tree was named
  std::string below = {};   // of the folder that was asked in, with a slash at the end; empty: all
  std::vector<std::string> left_out = {};  // sentences, one a file that could have mattered
};

// Takes a revision out of the repository around a folder, without a checkout: regular files only,
// neither links nor submodules, and nothing in folders `.stackql` and `node_modules`. Nothing of
// the repository is run (RunGit()). `revision` is what "gitrevisions" takes; one that begins with
// a dash is never an option.
Result<Revision> CheckOut(const std::string& inside, const std::string& revision,
                          const RevisionLimits& limits = {});

// The hash of the commit that two revisions last had in common ("git-merge-base").
Result<std::string> MergeBase(const std::string& inside, const std::string& one,
                              const std::string& other);

}  // namespace stackql
