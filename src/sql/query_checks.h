#pragma once

#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "value/fwd.h"

// What happens to a query between stackql-deploy and StackQL's parser.
namespace stackql::sql {

// The server cuts what it is sent at semicolons and runs the first piece: `extra-statement`,
// `truncating-semicolon`. Nothing of a query without an anchor, which is not sent to a server.
void CheckSplitting(const Sources& sources, Loc text, std::string_view anchor, Problems& problems);

// Comments and literals that are read as code: `returning-in-text`, `await-on-awscc`.
void CheckComments(const Sources& sources, Loc text, std::string_view anchor,
                   const std::vector<Statement>& statements, Problems& problems);

// Escapes in string literals: `backslash-in-json`.
void CheckEscapes(Values& values, Loc text, Problems& problems);

}  // namespace stackql::sql
