#pragma once

#include <string>
#include <vector>

#include "cli/policy_set.h"
#include "run/permissions.h"

namespace stackql::cli {

// What a generated policy rests on, for people: sizes, why resources are as narrow as they are,
// what was left out, what is odd about handler lists, and the data used. 80 columns.
std::string GenerationAsText(const StackPermissions& permissions,
                             const std::vector<PolicyPart>& parts,
                             const std::vector<std::string>& data, size_t limit);

// The same for programs, with every grant and the places that need it.
std::string GenerationAsJson(const StackPermissions& permissions,
                             const std::vector<PolicyPart>& parts,
                             const std::vector<std::string>& data, size_t limit);

}  // namespace stackql::cli
