#pragma once

#include <string>

#include "sql/lexer.h"

namespace stackql::sql {

// One statement as libpg_query may read it: the same length, every offset kept, all ASCII. Comments
// are blanks, strings and quoted names hold only x, holes are names, numbers or lists, and what
// StackQL spells otherwise is spelled as PostgreSQL does or left out.
std::string Mask(const Tokens& tokens);

// Whether this string only continues the one before it: 'a' 'b'.
bool IsContinuation(const Tokens& tokens, size_t index);

}  // namespace stackql::sql
