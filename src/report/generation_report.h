#pragma once

#include <string>
#include <vector>

#include "iam/operation_needs.h"
#include "iam/policy_set.h"

namespace stackql::report {

// What to know of generated policies at once: their sizes, and what was left out.
std::string GenerationAsText(const std::vector<iam::OperationNeeds>& operations,
                             const std::vector<iam::GeneratedPolicy>& policies, size_t limit);

// What they rest on: why resources are as narrow as they are, with every grant and the places that
// need it, what is odd about handler lists, and the data used.
std::string GenerationAsJson(const std::vector<iam::OperationNeeds>& operations,
                             const std::vector<iam::GeneratedPolicy>& policies,
                             const std::vector<std::string>& data, size_t limit);

}  // namespace stackql::report
