#pragma once

#include "diag/problem.h"
#include "sql/ast.h"
#include "sql/lexer.h"
#include "sql/pg_tree.h"
#include "text/sources.h"

// What is wrong with a statement: of one that StackQL's grammar rejects, why.
namespace stackql::sql {

// Told from the tokens of a rejected statement: `backtick-identifier`, `reserved-word`, and
// `unsupported-syntax` where PostgreSQL's parser may stop, too.
void CheckNames(const Tokens& tokens, Problems& problems);

// Reports the first typographic quote, no-break space or the like of a rejected statement, which
// hides what its tokens are: true if there is one.
bool CheckPastedCharacters(const Tokens& tokens, Problems& problems);

// Told from the tree of a rejected statement that PostgreSQL takes: `unsupported-syntax`.
void CheckTree(const Tokens& tokens, const PgTree& tree, Problems& problems);

// What StackQL's parser takes and its planner does not: `planner-limit`.
void CheckPlannerLimits(const Tokens& tokens, const Statement& statement, Problems& problems);

// Texts in double quotes, which make them names: `double-quoted-string`.
void CheckStringQuotes(const Statement& statement, Problems& problems);

// Words with hyphens that are not quoted: `unquoted-hyphen`.
void CheckHyphens(const Sources& sources, const Tokens& tokens, Problems& problems);

// A construct StackQL does not have, from one token to another.
void ReportUnsupported(const Tokens& tokens, size_t first, size_t last, std::string_view help,
                       Problems& problems);

// A reserved word that is written as a name: `reserved-word`.
void ReportReservedWord(const Tokens& tokens, size_t index, Problems& problems);

// That a statement cannot go on with this token, in words. Silent where a hole may be the cause.
void ReportSyntaxError(const Sources& sources, const Tokens& tokens, size_t found,
                       Problems& problems);

}  // namespace stackql::sql
