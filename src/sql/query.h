#pragma once

#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "value/fwd.h"

namespace stackql::sql {

// Reads the text of an anchor as stackql-deploy sends it, or of a file without anchors (`anchor` is
// empty then). Problems: those of Parse, and what is lost on the way although every statement is
// right: `extra-statement`, `truncating-semicolon`, `returning-in-text`, `await-on-awscc`,
// `backslash-in-json`.
std::vector<Statement> ReadQuery(Values& values, Loc text, std::string_view anchor,
                                 Problems& problems);

// The escape that spoils the JSON text in the string literal at `token`, quotes included: StackQL
// takes the backslash away before anything reads the JSON. Nowhere if none does.
Loc SpoilingEscape(Values& values, Loc token);

}  // namespace stackql::sql
