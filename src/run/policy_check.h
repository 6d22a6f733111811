#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/judge_policies.h"
#include "run/permissions.h"
#include "run/policy_files.h"
#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

struct PolicyCheck {
  RunResult run = {};
  StackPermissions permissions = {};
  iam::PolicyTotals totals = {};
  bool judged = false;       // whether what is needed was compared
  bool refused = false;      // it was not, as AWS would not accept these policies
  size_t excess_grants = 0;  // pairs of an action and a resource pattern that nothing needs
};

// Checks policies by themselves, and whether they allow what the operations under the paths need
// and grant nothing else. Findings are those of the policies, not of the stacks.
PolicyCheck CheckPolicies(const RunOptions& run, PermissionOptions options,
                          const PolicyFiles& files, const iam::RequestFacts& facts,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions);

}  // namespace stackql
