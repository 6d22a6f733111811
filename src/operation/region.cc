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
  size_t reported = 0;
  for (const sql::Expr* column : given.qualified) {
    const auto view = std::find_if(views.begin(), views.end(), [&](const ReadView& candidate) {
      return IsOf(*column, *candidate.table);
    });
    if (view == views.end()) continue;
    ++reported;
    const Loc where = Hull(column->names.front().where, column->names.back().where);
    problems.push_back(
        {.what =
             rules::RegionDefaulted::Qualified{.name = sources.Bytes(where), .table = view->name},
         .where = where,
         .help = "Write region alone.",
         .repairs = {{.title = "Replace with 'region'", .where = where, .text = "region"}}});
  }
  // One region without a table is that of all views.
  for (size_t i = 0; reported > 1 && i < reported; ++i) {
    Problem& problem = problems[problems.size() - 1 - i];
    problem.help = "Write one region, without a table, for all tables of the join.";
    problem.repairs.clear();
  }
  if (reported > 0) return;
  // What follows a join may be in a hole of its condition.
  if (select.alone || HasHole(sources.Bytes(statement.where))) return;
  problems.push_back(
      {.what = rules::RegionDefaulted::Joined{.name = "region", .table = views.front().name},
       .where = views.front().table->where,
       .help = "Add region = '...' to the WHERE clause."});
}

}  // namespace stackql
