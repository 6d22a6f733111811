#pragma once

#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/need.h"
#include "iam/own_resource.h"
#include "iam/stack_calls.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql::iam {

struct Needs {
  std::vector<Need> known = {};
  std::string unresolved = {};             // not empty: why there may be others
  std::vector<std::string> left_out = {};  // entries of handler lists that are not actions at all

  friend auto operator<=>(const Needs&, const Needs&) = default;
};

// The IAM actions that an operation needs, in the order of the handlers' lists: Cloud Control's own
// action first, then those of the handlers that the call runs (Cloud Control API user guide, "How
// resource operations work": an update reads the resource first). The same action of two handlers
// is listed once, for the one that changes something. `calls` are those of the operation's stack.
Needs NeedsOf(const Operation& operation, const Values& values, const StackCalls& calls,
              const ActionReference& actions, const AwsContext& context, Scope scope);

}  // namespace stackql::iam
