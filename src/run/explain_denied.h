#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "iam/explain_denial.h"
#include "iam/request_facts.h"
#include "run/permissions.h"
#include "run/policy_files.h"

namespace stackql {

struct ExplainedDenials {
  std::vector<iam::DenialAnswer> answers = {};
  std::unique_ptr<PolicyReader> policies = {};  // the places are in its texts
  // "policy.json:12:7"
  std::function<std::string(Loc where)> place = {};
};

// Explains each denied request by what operations need and by the policies in the files, if there
// are any. What cannot be read is a failure of the report. The permissions must outlive the result.
ExplainedDenials ExplainDenials(const iam::Denials& denials, const StackPermissions& permissions,
                                const PolicyFiles& files, const iam::AwsContext& context,
                                const iam::RequestFacts& facts, const iam::ActionReference& actions,
                                Report& report);

}  // namespace stackql
