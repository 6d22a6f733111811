#pragma once

#include <string>
#include <vector>

#include "iam/operation_needs.h"
#include "iam/policy_set.h"

namespace stackql::report {

// What a generated policy rests on, for people: sizes, why resources are as narrow as they are,
// what was left out, what is odd about handler lists, and the data used. 80 columns.
std::string GenerationAsText(const std::vector<iam::OperationNeeds>& operations,
                             const std::vector<iam::GeneratedPolicy>& policies,
                             const std::vector<std::string>& data, size_t limit);

// The same for programs, with every grant and the places that need it.
std::string GenerationAsJson(const std::vector<iam::OperationNeeds>& operations,
                             const std::vector<iam::GeneratedPolicy>& policies,
                             const std::vector<std::string>& data, size_t limit);

}  // namespace stackql::report
