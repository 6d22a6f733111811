#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "iam/needs.h"
#include "operation/operation_view.h"

namespace stackql::iam {

// An operation and what it needs. One that is not known, or whose needs are not, says why in
// `needs.unresolved`.
struct OperationNeeds {
  OperationView operation = {};
  Needs needs = {};
  Needs widest = {};                      // what it may need at most, if that was asked
  std::vector<std::string> dropped = {};  // tagging actions that it plainly has no use for
  std::string stack_tag = {};             // its resource's tag stackql:stack-name; empty: not known
  size_t content = 0;                     // of what is not resolved: a hash of its text
};

}  // namespace stackql::iam
