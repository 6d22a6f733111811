#pragma once

#include <string>
#include <vector>

#include "lint/levels.h"
#include "run/operation_list.h"
#include "run/run.h"
#include "verify/live_reader.h"

namespace stackql {

// What Access Analyzer says of identity policies.
struct PolicyValidation {
  Report report = {};
  size_t asked = 0;      // policies
  size_t unchecked = 0;  // of those
};

// Sends it each policy in the files.
PolicyValidation ValidatePolicyFiles(const std::vector<std::string>& files, const RuleSet& rules,
                                     const Levels& levels, const std::string& region,
                                     verify::LiveReader& reader);

// Sends it policies that were made for operations; findings are at the first of these.
PolicyValidation ValidateGenerated(const std::vector<std::string>& policies,
                                   const ListedOperation& first, const RuleSet& rules,
                                   const Levels& levels, const std::string& region,
                                   verify::LiveReader& reader);

}  // namespace stackql
