#pragma once

#include <string>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"

namespace stackql {

// A view of the awscc provider in a FROM clause.
struct ReadView {
  const sql::Table* table = nullptr;
  std::string name = {};  // awscc.ivs.stages
};

// The views carry the literal region us-east-1, which only an unqualified term of the WHERE clause
// replaces. Reports regions that are given otherwise: `region-defaulted`. That none is given at all
// is reported for joins only.
void CheckReadRegion(const Sources& sources, const sql::Statement& statement,
                     const sql::Select& select, const std::vector<ReadView>& views,
                     Problems& problems);

}  // namespace stackql
