#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stack/result_columns.h"

namespace stackql {

// What stackql-deploy keeps of the row that a resource's exists query returns: `this.<column>` in
// the resource's other queries (stackql-deploy's src/commands/base.rs).
struct Captures {
  bool known = false;    // these columns and no others
  bool counted = false;  // the row comes, with a count, for a resource that does not exist, too
  std::vector<std::string> columns = {};
};

// Of the exists query's statement.
Captures CapturedBy(const sql::Statement& statement);

// Whether the queries under an anchor (canonical key) see the captured columns. `create` runs when
// no row was found; a callback starts over with what is known of the stack.
bool SeesCaptures(std::string_view anchor, const Captures& captures);

// Whether they see what the resource itself exported.
bool SeesOwnExports(std::string_view anchor);

}  // namespace stackql
