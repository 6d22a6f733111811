#pragma once

#include <span>

#include "sql/ast.h"
#include "sql/lexer.h"
#include "sql/pg_tree.h"
#include "text/sources.h"

namespace stackql::sql {

// Makes the closed tree of one statement: its shape from libpg_query's tree, its names and literals
// from the user's bytes. `text` is the whole SQL text, which `tokens` index; offsets in the tree
// count from `begin`.
void Convert(Sources& sources, Loc text, std::span<const Token> tokens, const PgTree& tree,
             uint32_t begin, Statement& statement);

}  // namespace stackql::sql
