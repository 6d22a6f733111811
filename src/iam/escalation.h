#pragma once

#include <string>
#include <string_view>

#include "iam/action_reference.h"

namespace stackql::iam {

// How an action may give its caller permissions that it does not have, as the rest of a sentence:
// "passes a role to a service". Empty if it is not known to. Any case; wildcards count by what they
// match.
std::string WhyEscalates(std::string_view action, const ActionReference& actions);

}  // namespace stackql::iam
