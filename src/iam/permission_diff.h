#pragma once

#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/grant.h"
#include "iam/operation_needs.h"

namespace stackql::iam {

// A grant that only one of two states of some stacks needs.
struct GrantChange {
  Grant grant = {};
  std::string escalates = {};  // how it may give its holder more permissions; empty: not known to
  std::vector<const OperationNeeds*> causes = {};
};

struct PermissionDiff {
  std::vector<GrantChange> added = {};
  std::vector<GrantChange> removed = {};
  // Operations of the new state that cannot be resolved, and of which the old one has fewer like
  // them: what they need is not known.
  std::vector<const OperationNeeds*> unresolved = {};
};

// What must be granted for the new state and is not by what the old one needs, and the reverse. A
// grant that a wider one of the other state covers is not a change. In the order of grants; the
// operations must outlive the result.
PermissionDiff ComparePermissions(const std::vector<OperationNeeds>& before,
                                  const std::vector<OperationNeeds>& after,
                                  const ActionReference& actions);

}  // namespace stackql::iam
