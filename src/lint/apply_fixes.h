#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lint/finding.h"

namespace stackql {

// Texts of files, by what `Edit::where` calls them.
using Texts = std::map<std::string, std::string>;

struct FixedTexts {
  Texts texts = {};  // those that changed
  // Of each fix, whether it was applied. One is not if it overlaps an earlier one, or if an edit of
  // it is beyond the texts.
  std::vector<bool> applied = {};
};

// Applies fixes to the texts that they were made for; of those that overlap, the first. A line end
// that a fix writes is written as the file has its first one.
FixedTexts ApplyFixes(const Texts& texts, const std::vector<Fix>& fixes);

}  // namespace stackql
