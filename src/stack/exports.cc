#include "stack/exports.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "diag/suggest.h"
#include "rules/manifest.h"
#include "stack/result_columns.h"
#include "value/value.h"

namespace stackql {

std::vector<std::string> CheckExports(const Values& values, const Resource& resource,
                                      const sql::Statement& query, Problems& problems) {
  const sql::Columns result = ColumnsOf(query);
  std::vector<std::string> probable;
  if (!result.known) return probable;
  std::vector<std::string_view> columns;
  for (const sql::Column& column : result.columns) columns.push_back(column.name);
  const std::set<std::string_view> returned(columns.begin(), columns.end());
  for (const Export& wanted : resource.exports) {
    if (wanted.at == kNoValue || wanted.column.empty()) continue;
    if (returned.count(wanted.column) > 0) continue;
    const std::string_view meant = Suggest(wanted.column, columns);
    const auto column =
        std::find_if(result.columns.begin(), result.columns.end(),
                     [&](const sql::Column& candidate) { return candidate.name == meant; });
    const bool near = !meant.empty() && column != result.columns.end();
    if (near && !wanted.mapped) probable.emplace_back(meant);
    problems.push_back(
        {.what = rules::ExportNotReturned{.name = wanted.column, .resource = resource.name},
         .where = values.Where(wanted.at),
         .help = meant.empty() ? std::string("Add it to the columns that the query selects.")
                               : DidYouMean(meant),
         .related = {{query.verb, "the exports query"}},
         .cause = near ? column->where : Loc()});
    if (meant.empty()) continue;
    problems.back().repairs.push_back(Correct(wanted.column, meant, values.Where(wanted.at)));
  }
  return probable;
}

}  // namespace stackql
