#pragma once

#include <vector>

#include "iam/grant.h"

namespace stackql::iam {

// The statements that grant just what the grants do: no action on a resource, and none without a
// condition, that is not among them. Grants that a wider one of the action, or of a wildcard,
// covers are left out. In the order of resources, then
// of actions, whose case does not count.
GrantDocument Group(const std::vector<Grant>& grants);

}  // namespace stackql::iam
