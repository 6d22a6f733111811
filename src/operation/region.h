#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "value/fwd.h"

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

// The region that an ARN is written with; empty: it has none, or it is not known.
std::string_view RegionOfArn(std::string_view arn);

// Reports ARNs of another region than the one that a statement goes to, if that is known:
// `identifier-in-other-region`.
void CheckIdentifierRegion(const Values& values, std::span<const ValueId> regions,
                           std::span<const ValueId> identifiers, Problems& problems);

}  // namespace stackql
