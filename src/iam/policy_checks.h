#pragma once

#include "diag/problem.h"
#include "iam/action_reference.h"
#include "iam/policy.h"
#include "value/value.h"

namespace stackql::iam {

// What is wrong with a policy by itself. Problems name rules of rules/policy/.

// Elements, versions and sizes ("Grammar of the IAM JSON policy language").
void CheckElements(const Values& values, const PolicyDocument& document, Problems& problems);
// Actions and resources, by the Service Authorization Reference.
void CheckGrants(const PolicyDocument& document, const ActionReference& actions,
                 Problems& problems);
// Operators, keys and values of conditions, and variables.
void CheckConditions(const PolicyDocument& document, const ActionReference& actions,
                     Problems& problems);

}  // namespace stackql::iam
