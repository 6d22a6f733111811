#pragma once

#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "iam/action_reference.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql::iam {

// What is wrong with the policy documents that an operation writes into properties (rules/actions/
// policies.json says which they are). `regions` are all there are; empty: not known.
void CheckPropertyPolicies(const Values& values, const Operation& operation,
                           const ActionReference& actions,
                           const std::vector<std::string_view>& regions, Problems& problems);

}  // namespace stackql::iam
