#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "sql/columns.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// The one that was probably meant by a name that is none of them, also where it has a word more:
// playback_url for playback. Empty if there is none.
std::string_view MeantName(std::string_view name, std::span<const std::string_view> candidates);

// Reports each export of the resource that its exports query, whose rows have these columns, does
// not return (`export-not-returned`): it becomes the empty string at deploy time. Gives the columns
// that were probably meant by such exports.
std::vector<std::string> CheckExports(const Values& values, const Resource& resource,
                                      const sql::Statement& query, const sql::Columns& result,
                                      Problems& problems);

// Reports an export of the stack that is none of the exported names, nor a global
// (`export-not-returned`).
void ReportStackExport(const Values& values, const Manifest& manifest,
                       std::span<const std::string> exported, ValueId item, Problems& problems);

}  // namespace stackql
