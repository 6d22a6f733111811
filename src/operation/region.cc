#include "operation/region.h"

#include <algorithm>

#include "base/aws_partition.h"
#include "operation/parameters.h"
#include "rules/query.h"
#include "value/value.h"

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

std::string_view RegionOfArn(std::string_view arn) {
  constexpr int kFieldsBefore = 3;
  if (!arn.starts_with("arn:")) return {};
  for (int field = 0; field < kFieldsBefore; ++field) {
    const size_t colon = arn.find(':');
    if (colon == std::string_view::npos || HasHole(arn.substr(0, colon))) return {};
    arn.remove_prefix(colon + 1);
  }
  const std::string_view region = arn.substr(0, arn.find(':'));
  return IsRegion(region) ? region : std::string_view();
}

void CheckIdentifierRegion(const Values& values, std::span<const ValueId> regions,
                           std::span<const ValueId> identifiers, Problems& problems) {
  if (regions.size() != 1 || values[regions.front()].kind != Kind::kString) return;
  const std::string_view region = values.Text(regions.front());
  if (!IsRegion(region)) return;
  for (const ValueId identifier : identifiers) {
    if (values[identifier].kind != Kind::kString) continue;
    const std::string_view found = RegionOfArn(values.Text(identifier));
    if (found.empty() || found == region) continue;
    problems.push_back({.what = rules::IdentifierInOtherRegion{.found = found, .region = region},
                        .where = values.Where(identifier),
                        .related = {{values.Where(regions.front()), "the statement goes here"}}});
  }
}

}  // namespace stackql
