#pragma once

#include <span>

#include "diag/problem.h"
#include "sql/lexer.h"
#include "text/sources.h"

namespace stackql::sql {

// What StackQL's parser rejects although PostgreSQL's takes it, or says nothing useful of it, told
// from the tokens of one statement. Problems: `backtick-identifier`, `reserved-word`,
// `unsupported-syntax`. True if something was reported: a syntax error would be the same mistake.
bool CheckSyntax(const Sources& sources, Loc text, std::span<const Token> tokens,
                 Problems& problems);

}  // namespace stackql::sql
