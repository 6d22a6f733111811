#pragma once

#include <set>
#include <string>
#include <vector>

#include "iam/grants_of.h"
#include "iam/operation_needs.h"
#include "iam/pack_policy.h"

namespace stackql::iam {

struct PolicySetOptions {
  bool service_role = false;      // the caller's policy and the role's
  bool requested_region = false;  // conditions
  bool stack_tag = false;
  size_t limit = kManagedPolicySize;
  bool inlined = false;  // the limit is that of all documents of an identity together
};

// Documents that grant together what some operations need.
struct GeneratedPolicy {
  std::string name = {};  // "policy", "caller-prod", ...
  Packing packing = {};
  std::string error = {};  // why it cannot be written; empty: it can
};

// The policies that the operations need, in a fixed order: for all environments together, or one
// for each of those given.
std::vector<GeneratedPolicy> MakePolicies(const std::vector<OperationNeeds>& operations,
                                          const std::set<std::string>& environments,
                                          const ActionReference& actions,
                                          const PolicySetOptions& options);

}  // namespace stackql::iam
