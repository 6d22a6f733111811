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
  // The index that is to be committed, which git names to hooks in GIT_INDEX_FILE: that of "commit
  // -a" and "commit FILE" is not the repository's own. Empty: its own.
  std::string index = {};
};

struct GitChange {
  std::string root = {};  // of the working tree; its real path
  // The files that changed, by real path, with the hash of what they were; empty: not there.
  std::map<std::string, std::string> before = {};
  // Links and submodules that are not what they were, by real path: what is read by way of one may
  // be anything else now. With a sentence where the working tree, which is read, does not have them
  // as they are staged.
  std::map<std::string, std::string> links = {};
  // Where the working tree is not as the change leaves it; files that it deletes, in any case.
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
