#include "operation/region.h"

#include <algorithm>

#include "operation/parameters.h"
#include "rules/query.h"

namespace stackql {
namespace {

// Whether a column is written with the name of this table.
bool IsOf(const sql::Expr& column, const sql::Table& table) {
  const sql::Name& qualifier = column.names[column.names.size() - 2];
  const sql::Name& name = table.alias.text.empty() ? table.parts.back() : table.alias;
  return !qualifier.unknown && !name.unknown && qualifier.text == name.text;
}

}  // namespace

void CheckReadRegion(const Sources& sources, const sql::Statement& statement,
                     const sql::Select& select, const std::vector<ReadView>& views,
                     Problems& problems) {
  if (views.empty() || statement.partial) return;
  const Given given = FindParameter(select.where, "region");
  if (given.unqualified || given.maybe) return;
  for (const sql::Expr* column : given.qualified) {
    const auto view = std::find_if(views.begin(), views.end(), [&](const ReadView& candidate) {
      return IsOf(*column, *candidate.table);
    });
    if (view == views.end()) continue;
    const Loc where = Hull(column->names.front().where, column->names.back().where);
    problems.push_back(
        {.what =
             rules::RegionDefaulted::Qualified{.name = sources.Bytes(where), .table = view->name},
         .where = where,
         .help = "Write region alone.",
         .repairs = {{.title = "Replace with 'region'", .where = where, .text = "region"}}});
    return;
  }
  // What follows a join may be in a hole of its condition.
  if (select.alone || HasHole(sources.Bytes(statement.where))) return;
  problems.push_back(
      {.what = rules::RegionDefaulted::Joined{.name = "region", .table = views.front().name},
       .where = views.front().table->where,
       .help = "Add region = '...' to the WHERE clause."});
}

}  // namespace stackql
