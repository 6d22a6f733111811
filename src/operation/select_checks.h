#pragma once

#include <vector>

#include "operation/binding.h"
#include "sql/ast.h"

namespace stackql {

// A table of the awscc provider in a FROM clause.
struct ReadTable {
  const sql::Table* table = nullptr;
  Resolved resolved = {};

  bool IsView() const { return resolved.type != nullptr || resolved.view_of != nullptr; }
};

// What StackQL's engine does not run, or runs otherwise than it is written, of a SELECT that reads
// tables of the awscc provider: `tables` itself, or others by way of a derived table. Problems:
// `reescaped-literal`, `apostrophe-in-select`, `refused-condition`, `lost-parameter`,
// `unsupported-join`, `never-equal`, `function-not-in-sqlite`.
void CheckSelect(Binding& binding, const sql::Select& select, const std::vector<ReadTable>& tables);

// A common table expression that reads another one. Problems: `unsupported-join`.
void CheckChainedQueries(Binding& binding, const sql::Select& select);

}  // namespace stackql
