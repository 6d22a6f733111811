#pragma once

#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "text/sources.h"

namespace stackql {

// The edits that move the last term of a WHERE clause, `f(...) = 1`, into the select list of a
// derived table, where its strings are kept:
//   SELECT count(*) AS n FROM t WHERE a = 'b' AND f(c, '{}') = 1
//   SELECT count(*) AS n FROM (SELECT f(c, '{}') AS same FROM t WHERE a = 'b') t WHERE same = 1
// None for queries of another form. Templates stay as the file has them.
std::vector<Repair> MoveIntoDerivedTable(const Sources& sources, const sql::Select& select);

}  // namespace stackql
