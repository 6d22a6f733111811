#include "operation/select_checks.h"

#include "rules/query.h"

namespace stackql {
namespace {

// The parts of a UNION read the defaults of the views, whatever their WHERE clauses say.
void CheckUnion(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables) {
  if ((!select.united && !select.arm) || select.refused) return;
  for (const ReadTable& table : tables) {
    if (!table.IsView()) continue;
    binding.problems.push_back({.what = rules::LostParameter::Union{.table = table.resolved.name},
                                .where = table.table->where});
  }
}

}  // namespace

const ReadTable* FindQualified(const std::vector<ReadTable>& tables, const sql::Name& qualifier) {
  for (const ReadTable& table : tables) {
    const sql::Name& name =
        table.table->alias.text.empty() ? table.table->parts.back() : table.table->alias;
    if (!name.unknown && name.text == qualifier.text) return &table;
  }
  return nullptr;
}

void CheckSelect(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables,
                 const RowTypes& types) {
  CheckSelectExpressions(binding, select);
  CheckColumnComparisons(binding, select, types);
  if (tables.empty()) return;
  CheckUnion(binding, select, tables);
  CheckSelectConditions(binding, select, tables);
  CheckJoins(binding, select, tables);
}

void CheckChainedQueries(Binding& binding, const sql::Select& select) {
  for (const sql::Common& common : select.with) {
    for (const sql::Select& query : common.query) {
      for (const sql::Table& table : query.tables) {
        if (table.parts.size() != 1 || table.parts[0].unknown) continue;
        for (const sql::Common& other : select.with) {
          if (&other == &common || other.name.unknown || other.name.text != table.parts[0].text) {
            continue;
          }
          binding.problems.push_back(
              {.what = rules::UnsupportedJoin::Chained{.name = table.parts[0].text},
               .where = table.where});
        }
      }
    }
  }
}

}  // namespace stackql
