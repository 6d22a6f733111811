#pragma once

#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "stack/query.h"
#include "value/fwd.h"

namespace stackql {

// The columns that a RETURNING clause gives.
struct ReturnedColumns {
  std::vector<std::string_view> names = {};
  bool known = false;  // there are no others
  bool exact = false;  // the case of their letters is known: the provider is awscc

  bool Has(std::string_view name) const;
};
ReturnedColumns ReturnedBy(const sql::Statement& statement);

// Reports return_vals that the statement they belong to does not return (`return-not-returned`,
// `nothing-returned`).
void CheckReturns(const Values& values, const Query& query, const QueryArm& arm,
                  Problems& problems);

// Reports a DELETE that a teardown cuts at the word RETURNING although that is not the clause
// (`cut-delete`; stackql-deploy's src/core/utils.rs).
void CheckCutDelete(const Sources& sources, const Query& query, const QueryArm& arm,
                    Problems& problems);

}  // namespace stackql
