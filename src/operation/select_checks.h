#pragma once

#include <map>
#include <string>
#include <vector>

#include "operation/binding.h"
#include "sql/ast.h"
#include "sql/columns.h"

namespace stackql {

// A table of the awscc provider in a FROM clause.
struct ReadTable {
  const sql::Table* table = nullptr;
  Resolved resolved = {};

  bool IsView() const { return resolved.type != nullptr || resolved.view_of != nullptr; }
};

// The one that a column's qualifier names, by its alias or its own name; null if none is known to.
const ReadTable* FindQualified(const std::vector<ReadTable>& tables, const sql::Name& qualifier);

// What types the columns have of the one source of a query: a table of a resource type, or another
// query. Empty if that is not known.
struct RowTypes {
  const snapshot::ResourceType* table = nullptr;
  std::map<std::string, snapshot::Type> named = {};

  // Type(0) if there may be more than one.
  snapshot::Type Of(const std::string& column) const;
  // Those of the rows that a query makes of the source.
  RowTypes Of(const sql::Select& select) const;
};

// What StackQL's engine does not run, or runs otherwise than it is written, of a SELECT that reads
// tables of the awscc provider: `tables` itself, or others by way of a derived table. Problems:
// `reescaped-literal`, `apostrophe-in-select`, `refused-condition`, `lost-parameter`,
// `unsupported-join`, `never-equal`, `function-not-in-sqlite`.
void CheckSelect(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables,
                 const RowTypes& types);

// A common table expression that reads another one. Problems: `unsupported-join`.
void CheckChainedQueries(Binding& binding, const sql::Select& select);

// --- its parts, a file each --------------------------------------------------------------------

// Strings, functions and operators of a SELECT that reads tables of the awscc provider, itself or
// by way of a derived table. Problems: `reescaped-literal`, `apostrophe-in-select`,
// `function-not-in-sqlite`.
void CheckSelectExpressions(Binding& binding, const sql::Select& select);

// Terms of a WHERE clause that StackQL refuses or that give no row. Problems: `refused-condition`,
// `lost-parameter`, `planner-limit`.
void CheckSelectConditions(Binding& binding, const sql::Select& select,
                           const std::vector<ReadTable>& tables);

// Joins of tables of the awscc provider that StackQL does not run. Problems: `unsupported-join`.
void CheckJoins(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables);

// Columns of a derived table, where it is all that a query reads. Problems:
// `unknown-select-column`.
void CheckDerivedColumns(Binding& binding, const sql::Select& select);

// Columns of a query that reads nothing, the first one. Problems: `unknown-select-column`.
void CheckColumnsOfNothing(Binding& binding, const sql::Select& select);

// Columns of a table of the awscc provider and of the JSON in one of its columns, where no more is
// read. Problems: `unknown-select-column`.
void CheckFunctionColumns(Binding& binding, const sql::Select& select,
                          const std::vector<ReadTable>& tables);

// What `*` gives of a table of the awscc provider.
sql::Columns ColumnsOfTable(const catalog::Catalog& catalog, const sql::Table& table);

// Exports that lack a column where a table's `*` gives all there are. Problems:
// `export-not-returned`.
void CheckStarredExports(Binding& binding, const sql::Statement& statement);

// Comparisons of a column with a literal of another type. Problems: `never-equal`.
void CheckColumnComparisons(Binding& binding, const sql::Select& select, const RowTypes& types);

}  // namespace stackql
