#pragma once

#include "diag/problem.h"
#include "sql/ast.h"
#include "sql/lexer.h"
#include "sql/pg_tree.h"
#include "text/sources.h"

// What StackQL rejects, or reads otherwise, although PostgreSQL's parser takes it.
namespace stackql::sql {

// Told from the tokens: `backtick-identifier`, `reserved-word`, and `unsupported-syntax` where
// PostgreSQL's parser may stop, too. True if something was reported: a syntax error would be the
// same mistake.
bool CheckNames(const Tokens& tokens, Problems& problems);

// Told from the tree of a statement that PostgreSQL takes: `unsupported-syntax`.
void CheckTree(const Tokens& tokens, const PgTree& tree, Problems& problems);

// What StackQL's parser takes and its planner does not: `planner-limit`.
void CheckPlannerLimits(const Tokens& tokens, const Statement& statement, Problems& problems);

// Texts in double quotes, which make them names: `double-quoted-string`.
void CheckStringQuotes(const Statement& statement, Problems& problems);

// Words with hyphens that are not quoted: `unquoted-hyphen`.
void CheckHyphens(const Tokens& tokens, Problems& problems);

// A construct StackQL does not have, from one token to another.
void ReportUnsupported(const Tokens& tokens, size_t first, size_t last, std::string_view help,
                       Problems& problems);

// A syntax error that libpg_query found at this offset, in words. Silent where a hole or syntax
// that only StackQL takes may be the cause.
void ReportSyntaxError(const Tokens& tokens, size_t offset, Problems& problems);

}  // namespace stackql::sql
