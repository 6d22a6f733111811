#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "stack/result_columns.h"

namespace stackql {

// What stackql-deploy keeps of the row that a resource's exists query returns: `this.<column>` in
// the resource's other queries (stackql-deploy's src/commands/base.rs).
struct Captures {
  bool known = false;  // these columns and no others
  std::vector<std::string> columns = {};
};

// Of the exists query's statement.
Captures CapturedBy(const sql::Statement& statement);

// Whether the queries under an anchor (canonical key) see the captured columns. A create runs when
// no row was found; a callback starts over with what is known of the stack.
bool SeesCaptures(std::string_view anchor);

// Whether they see what `return_vals` names of the row of a create or an update.
bool SeesReturnVals(std::string_view anchor);

// Whether they see what the resource itself exported.
bool SeesOwnExports(std::string_view anchor);

// Whether a name may be one of what statements of an earlier resource returned in the same run
// ("vpc.callback.Identifier"), where the queries under an anchor are rendered. `test` and teardown
// run no such statement before.
bool MayBeReturned(std::string_view name, std::string_view anchor,
                   const std::set<std::string, std::less<>>& earlier);

}  // namespace stackql
