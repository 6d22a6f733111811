#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sql/lexer.h"

namespace stackql::sql {

// One statement as libpg_query may read it: the same length, every offset kept, all ASCII. Comments
// are blanks, strings and quoted names hold only x, holes are names, numbers or lists, and what
// StackQL spells otherwise is spelled as PostgreSQL does. `tokens` are the statement's, without
// comments; `begin` is where it starts in `bytes`.
std::string Mask(std::string_view bytes, Span statement, std::span<const Token> tokens);

}  // namespace stackql::sql
