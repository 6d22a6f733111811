#pragma once

#include <set>
#include <string>

#include "diag/problem.h"
#include "iam/action_reference.h"
#include "iam/policy.h"
#include "value/fwd.h"

namespace stackql::iam {

// What is wrong with a policy by itself.

// Elements and versions ("Grammar of the IAM JSON policy language").
void CheckElements(const Values& values, const PolicyDocument& document, PolicyKind kind,
                   Problems& problems);
// Actions and resources, by the Service Authorization Reference. `unlisted`: actions, in lower
// case, that it lacks though handlers need them; they are not mistakes.
void CheckGrants(const PolicyDocument& document, PolicyKind kind, const ActionReference& actions,
                 const std::set<std::string>& unlisted, Problems& problems);
// Operators, keys and values of conditions, and variables.
void CheckConditions(const PolicyDocument& document, const ActionReference& actions,
                     Problems& problems);

// Statements that another one makes superfluous.
void CheckRedundancy(const PolicyDocument& document, Problems& problems);

// Documents that are larger than policies of the kind may be ("IAM and AWS STS quotas", "Quotas for
// AWS Organizations"), written without white space.
void CheckSize(Values& values, const PolicyDocument& document, PolicyKind kind, Problems& problems);

}  // namespace stackql::iam
