#pragma once

#include <cstddef>

#include "sql/lexer.h"

namespace stackql::sql {

inline constexpr size_t kGrammatical = static_cast<size_t>(-1);

// The first token at which a statement cannot be one of StackQL's grammar, size() if it ends too
// early, or kGrammatical. A hole is one operand or name. Time is linear in practice and bounded:
// what takes too long counts as grammatical.
size_t FindUngrammatical(const Tokens& tokens);

// The same with one token, a keyword, read as if it were a quoted name.
size_t FindUngrammatical(const Tokens& tokens, size_t quoted);

}  // namespace stackql::sql
