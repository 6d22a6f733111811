#pragma once

#include <string>
#include <vector>

#include "iam/permission_diff.h"

namespace stackql::report {

// One of the two states that are compared, as it is reported to users.
struct ComparedState {
  std::string name = {};    // "main", "the working tree", a folder
  std::string commit = {};  // its hash; empty: not a revision
};

// What a comparison is reported with.
struct DiffReport {
  ComparedState before = {};
  ComparedState after = {};
  iam::PermissionDiff diff = {};
  std::vector<std::string> data = {};  // the documents and facts used
};

// What came, then what went, dangerous grants first; 80 columns.
std::string DiffAsText(const DiffReport& report);
// For a pull request's comment.
std::string DiffAsMarkdown(const DiffReport& report);
std::string DiffAsJson(const DiffReport& report);

}  // namespace stackql::report
