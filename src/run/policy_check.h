#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/judge_policies.h"
#include "run/permissions.h"
#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

// Files with policies, which together decide what a principal may do. What one of the identity's
// allows is allowed, if one of each other kind that is given allows it too. Control policies: one
// of each level, which is a folder, or files separated by commas.
struct PolicyFiles {
  std::vector<std::string> identity = {};
  std::vector<std::string> boundary = {};
  std::vector<std::string> session = {};
  std::vector<std::string> scps = {};  // a level each
  std::vector<std::string> rcps = {};
  // Of `identity`; if it is not that, they are checked as documents only.
  iam::PolicyKind kind = iam::PolicyKind::kIdentity;
  size_t limit = 0;  // of the identity's documents, in characters; 0: that of a managed policy
};

struct PolicyCheck {
  RunResult run = {};
  StackPermissions permissions = {};
  iam::PolicyTotals totals = {};
  size_t excess_grants = 0;  // pairs of an action and a resource pattern that nothing needs
};

// Checks policies by themselves, and whether they allow what the operations under the paths need
// and grant nothing else. Findings are those of the policies, not of the stacks.
PolicyCheck CheckPolicies(const RunOptions& run, PermissionOptions options,
                          const PolicyFiles& files, const iam::RequestFacts& facts,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions);

}  // namespace stackql
