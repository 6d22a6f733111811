#pragma once

#include "cli/verify_options.h"
#include "iam/action_reference.h"
#include "run/policy_validation.h"
#include "run/verification.h"

namespace stackql::cli {

// Prints the policy that `verify` itself needs for some stacks: Cloud Control runs read handlers
// with the caller's permissions.
int PrintVerifierPolicy(const VerifyOptions& options, const iam::ActionReference& actions);

// Sends the policies that are named, or else those that would be generated for the units, to Access
// Analyzer.
PolicyValidation ValidatePolicies(const VerifyOptions& options, const Units& units,
                                  const std::string& account, const iam::ActionReference& actions,
                                  const RuleSet& rules, verify::LiveReader& reader);

}  // namespace stackql::cli
