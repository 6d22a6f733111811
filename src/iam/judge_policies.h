#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/coverage.h"
#include "iam/excess.h"
#include "iam/operation_needs.h"
#include "iam/request_facts.h"

namespace stackql::iam {

// An action that operations need and policies do not plainly allow, on resources that all give the
// same verdict for the same reason.
struct MissingPermission {
  Verdict verdict = {};
  bool undocumented = false;   // allowed, but for a form of ARN that AWS does not document
  const Need* need = nullptr;  // the first of them
  std::string first = {};      // the resource of the verdict, as a pattern of policies
  std::set<std::string> resources = {};  // as patterns of policies
  std::vector<const OperationNeeds*> needed_by = {};
};

struct PolicyTotals {
  size_t operations = 0;  // whose needs were judged
  size_t needs = 0;       // pairs of an action and a resource that these need
  size_t allowed = 0;     // of the pairs, those that are plainly allowed
  size_t missing = 0;     // those that are certainly not allowed
  Phases lacking = {};    // phases that need one of the others
};

struct PolicyJudgement {
  std::vector<MissingPermission> missing = {};
  PolicyTotals totals = {};
};

// Decides by some layers of policies all that operations need. The operations and the policies must
// outlive the result.
PolicyJudgement JudgePolicies(const std::vector<PolicyLayer>& layers,
                              const std::vector<OperationNeeds>& operations,
                              const RequestFacts& facts, const ActionReference& actions);

// What operations need at most; none if one of them may need anything.
std::optional<NeededResources> WidestNeeds(const std::vector<OperationNeeds>& operations);

// Actions, in lowercase letters, that handlers ask for although AWS does not list them.
std::set<std::string> UnlistedActions(const std::vector<OperationNeeds>& operations);

}  // namespace stackql::iam
