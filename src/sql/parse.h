#pragma once

#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "text/sources.h"

namespace stackql::sql {

// Bounds before libpg_query, which overflows its stack or goes quadratic beyond them
// (a statement over a bound is marked not_checked).
struct Limits {
  uint32_t bytes = 1 << 20;
  uint32_t nesting = 300;
  uint32_t operators = 4'000;
};

// Reads the SQL text at `where`: a rendered query, with holes. Problems (never where a hole may be
// the cause): `sql-syntax`, `reserved-word`, `backtick-identifier`, `unsupported-syntax`,
// `unterminated-literal`, `planner-limit`, `double-quoted-string`,
// `unquoted-hyphen`.
std::vector<Statement> Parse(Sources& sources, Loc where, Problems& problems,
                             const Limits& limits = {});

// Comments of an SQL text, for suppressions: each with its delimiters.
std::vector<Loc> Comments(const Sources& sources, Loc where);

}  // namespace stackql::sql
