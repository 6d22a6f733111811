#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "diag/problem.h"
#include "stack/query.h"
#include "value/fwd.h"

namespace stackql {

// The queries of a resource by their anchors (canonical keys).
using QueriesByAnchor = std::map<std::string_view, const QueryResult*, std::less<>>;

// What is known where a resource's queries are rendered.
struct CreateValueInputs {
  const Resource& resource;
  const QueriesByAnchor& queries;
  const Captures& captures;  // of its exists query
  bool returned_before;      // statements of earlier resources may have returned a row
  bool returned_at_delete;   // those of a teardown may
  bool tested;               // some resource of the stack has a statecheck
};

// Whether a statement returns a row, or may.
bool MayReturnRow(const Values& values, const QueryResult& result);

// Reports what only a statement gives and another run, or the callback after it, does not find
// (`value-of-create`, `callback-not-returned`, `broken-teardown`). Facts: stackql-deploy's
// src/commands/*.rs.
void CheckCreateValues(const Values& values, const CreateValueInputs& inputs, Problems& problems);

}  // namespace stackql
