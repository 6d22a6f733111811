#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "iam/action_reference.h"
#include "iam/coverage.h"
#include "iam/denial.h"
#include "iam/grant.h"
#include "iam/operation_needs.h"

namespace stackql::iam {

// Why a request was denied, and what would allow it.
struct DenialAnswer {
  Denial denial = {};
  // The operations that make the request; and those that need its action, but on other resources.
  std::vector<const OperationNeeds*> made_by = {};
  std::vector<const OperationNeeds*> elsewhere = {};
  std::optional<Verdict> verdict = {};  // of the policies that are given; none: of none
  // Statements of these that may deny what AWS says is denied, and the keys that this depends on.
  std::vector<const PolicyStatement*> suspects = {};
  std::set<std::string> suspects_open = {};
  // CloudTrail names an API operation, and it is not known which action it is authorised by.
  bool unknown_action = false;
  // The least that allows it: what the message names, or else what the operations need. None: no
  // grant does, or nothing is known.
  GrantDocument grant = {};
};

// `coverage` decides by the policies that are given; null: none are. The operations must outlive
// the answer.
DenialAnswer ExplainDenial(const Denial& denial, const std::vector<OperationNeeds>& operations,
                           const Coverage* coverage, const RequestContext& context,
                           const ActionReference& actions);

}  // namespace stackql::iam
