#include "stack/error_column.h"

#include <algorithm>
#include <string_view>

#include "rules/manifest.h"
#include "stack/result_columns.h"

namespace stackql {

void CheckErrorColumn(const Query& query, const QueryArm& arm, Problems& problems) {
  const std::string_view base = std::string_view(query.anchor).substr(0, query.anchor.find(':'));
  const bool reads =
      base == "exists" || base == "statecheck" || base == "exports" || base == "callback";
  if (!reads || arm.statements.empty()) return;
  const sql::Columns result = ColumnsOf(arm.statements.front());
  const auto column = std::ranges::find(result.columns, "error", &sql::Column::name);
  if (column == result.columns.end()) return;
  problems.push_back({.what = rules::ErrorColumn{.anchor = query.anchor, .column = column->name},
                      .where = column->where,
                      .help = "Give it another name."});
}

}  // namespace stackql
