#pragma once

#include "sql/ast.h"
#include "sql/lexer.h"
#include "sql/pg_tree.h"
#include "text/sources.h"

namespace stackql::sql {

// Makes the closed tree of one statement: its shape from libpg_query's tree, whose offsets count
// from the first token; its names and literals from the user's bytes.
void Convert(Sources& sources, const Tokens& tokens, const PgTree& tree, Statement& statement);

}  // namespace stackql::sql
