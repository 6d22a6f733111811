#pragma once

#include <string>
#include <vector>

#include "iam/grants_of.h"
#include "iam/pack_policy.h"
#include "run/permissions.h"

namespace stackql::cli {

struct PolicySetOptions {
  bool service_role = false;  // the caller's policy and the role's
  bool per_environment = false;
  bool requested_region = false;  // conditions
  bool stack_tag = false;
  size_t limit = iam::kManagedPolicySize;
  bool inlined = false;  // the limit is that of all documents of an identity together
};

// One policy: documents that grant together what some operations need.
struct PolicyPart {
  std::string name = {};  // "policy", "caller-prod", ...
  std::vector<iam::Grant> grants = {};
  iam::Packing packing = {};
  std::string wrong = {};  // why it cannot be written; empty: it can
};

// The policies that the operations need, in a fixed order.
std::vector<PolicyPart> MakePolicies(const StackPermissions& permissions,
                                     const iam::ActionReference& actions,
                                     const PolicySetOptions& options);

}  // namespace stackql::cli
