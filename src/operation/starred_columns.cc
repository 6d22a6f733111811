#include <string_view>

#include "catalog/catalog.h"
#include "operation/select_checks.h"
#include "snapshot/snapshot_tables.h"
#include "stack/exports.h"
#include "stack/result_columns.h"

namespace stackql {

sql::Columns ColumnsOfTable(const catalog::Catalog& catalog, const sql::Table& table) {
  const std::vector<sql::Name>& parts = table.parts;
  if (parts.size() != 3 || parts[0].unknown || parts[1].unknown || parts[2].unknown) return {};
  if (parts[0].text != "awscc") return {};
  const snapshot::SqlTable* known = catalog.FindTable(parts[1].text, parts[2].text).table;
  if (known == nullptr || known->columns() == nullptr || known->columns()->size() == 0) return {};
  sql::Columns columns = {.known = true, .columns = {{"region"}, {"Identifier"}}};
  for (const auto* name : *known->columns()) columns.columns.push_back({name->string_view()});
  return columns;
}

void CheckStarredExports(Binding& binding, const sql::Statement& statement) {
  const Query& query = *binding.query;
  if (query.resource == nullptr || query.anchor != "exports" || query.arms.size() != 1) return;
  if (&statement != &binding.arm->statements.front() || ColumnsOf(statement).known) return;
  const sql::Columns columns = ColumnsOf(
      statement, [&](const sql::Table& table) { return ColumnsOfTable(binding.catalog, table); });
  CheckExports(binding.values, *query.resource, statement, columns, binding.problems);
}

}  // namespace stackql
