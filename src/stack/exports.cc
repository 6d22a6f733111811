#include "stack/exports.h"

#include <algorithm>
#include <string>
#include <vector>

#include "diag/suggest.h"

namespace stackql {
namespace {

// The names of the columns that a SELECT returns; false if they cannot all be told.
bool ResultColumns(const sql::Select& select, std::vector<std::string_view>& names) {
  if (select.open_items) return false;
  for (const sql::SelectItem& item : select.items) {
    const bool aliased = !item.alias.text.empty();
    if (!aliased && item.expr.kind != sql::Expr::Kind::kColumn) return false;
    const sql::Name& name = aliased ? item.alias : item.expr.names.back();
    if (name.unknown) return false;
    names.push_back(name.text);
  }
  return true;
}

}  // namespace

void CheckExports(const Values& values, const Resource& resource, const sql::Statement& query,
                  Problems& problems) {
  if (query.kind != sql::Statement::Kind::kSelect || query.partial || query.not_checked) return;
  std::vector<std::string_view> columns;
  if (!ResultColumns(query.select, columns)) return;
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
