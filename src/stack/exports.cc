#include "stack/exports.h"

#include <algorithm>
#include <string>
#include <vector>

#include "diag/suggest.h"
#include "stack/result_columns.h"

namespace stackql {
void CheckExports(const Values& values, const Resource& resource, const sql::Statement& query,
                  Problems& problems) {
  const ResultColumns result = ColumnsOf(query);
  if (!result.known) return;
  std::vector<std::string_view> columns;
  for (const ResultColumn& column : result.columns) columns.push_back(column.name);
  for (const Export& wanted : resource.exports) {
    if (wanted.at == kNoValue || wanted.column.empty()) continue;
    if (std::find(columns.begin(), columns.end(), wanted.column) != columns.end()) continue;
    const std::string_view meant = Suggest(wanted.column, columns);
    problems.push_back({.rule = "export-not-returned",
                        .where = values.Where(wanted.at),
                        .args = {{"name", wanted.column}, {"resource", resource.name}},
                        .help = meant.empty()
                                    ? std::string("Add it to the columns that the query selects.")
                                    : "Did you mean '" + std::string(meant) + "'?",
                        .related = {{query.verb, "the exports query"}}});
  }
}

}  // namespace stackql
