#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/drafts.h"
#include "base/result.h"

namespace stackql {

// A change in the repository around the current directory.
struct ChangeScope {
  bool staged = false;         // what is to be committed; otherwise what is in the working tree
  std::string since = "HEAD";  // since the commit that this and HEAD last had in common
};

struct GitChange {
  std::string root = {};  // of the working tree; its real path
  // The files that changed, by real path, with the hash of what they were; empty: not there.
  std::map<std::string, std::string> before = {};
  // Of what is staged: where the working tree is not as the index has it.
  Drafts drafts = {};
};

// Looks at files that may be of stacks. Nothing of the repository is run (RunGit()), no filter
// either: files are compared byte by byte.
Result<GitChange> FindChange(const std::string& inside, const ChangeScope& scope, uint64_t largest);

// The contents of objects, by their hashes, without those that are larger.
Result<std::map<std::string, std::string>> ReadObjects(const std::string& inside,
                                                       const std::vector<std::string>& hashes,
                                                       uint64_t largest);

}  // namespace stackql
