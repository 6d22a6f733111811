#pragma once

#include <string>
#include <vector>

#include "lint/levels.h"
#include "run/permissions.h"
#include "run/run.h"
#include "verify/live_reader.h"

namespace stackql {

// What Access Analyzer says of identity policies.
struct PolicyValidation {
  Report report = {};
  size_t asked = 0;      // policies
  size_t unchecked = 0;  // of those
};

struct ValidationOptions {
  std::string region = {};     // where Access Analyzer is asked
  bool show_accounts = false;  // whole, in texts of AWS's
  bool strict = false;         // what could not be checked is an error
};

// Sends it each policy in the files.
PolicyValidation ValidatePolicyFiles(const std::vector<std::string>& files, const RuleSet& rules,
                                     const Levels& levels, const ValidationOptions& options,
                                     verify::LiveReader& reader);

// Sends it the policies that would be generated for operations; findings are at the first of these.
PolicyValidation ValidateGenerated(const StackPermissions& permissions,
                                   const iam::ActionReference& actions, const RuleSet& rules,
                                   const Levels& levels, const ValidationOptions& options,
                                   verify::LiveReader& reader);

}  // namespace stackql
