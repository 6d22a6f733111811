#pragma once

#include <string>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// Reports each export of the resource that its exports query does not return
// (`export-not-returned`): it becomes the empty string at deploy time. Gives the columns that were
// probably meant by such exports.
std::vector<std::string> CheckExports(const Values& values, const Resource& resource,
                                      const sql::Statement& query, Problems& problems);

}  // namespace stackql
