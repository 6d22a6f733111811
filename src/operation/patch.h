#pragma once

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "sql/ast.h"
#include "value/fwd.h"

namespace stackql {

// A JSON Patch (RFC 6902) as a partial desired state: the object that the patched resource is at
// least known to be. `add /A/B 5` gives {A: {B: 5}} with open containers, `remove /A` a
// known-absent A; what an operation writes whole is complete. `desired` is kNoValue if nothing can
// be said. Problems: `invalid-patch` for what is not a patch, where no hole can be the cause.
struct PatchedState {
  ValueId desired = kNoValue;
  bool complete = false;  // every path that the patch reads or writes is in `desired`
};
PatchedState PartialState(Values& values, ValueId patch, const snapshot::ResourceType& type,
                          Problems& problems);
// The same for a literal PatchDocument, of which nothing is known if it is another expression.
PatchedState ReadPatch(Values& values, const sql::Expr& expr, const snapshot::ResourceType& type,
                       Problems& problems);

}  // namespace stackql
