#pragma once

#include <string>
#include <vector>

#include "diag/problem.h"
#include "iam/policy.h"
#include "iam/template_text.h"
#include "value/fwd.h"

namespace stackql::iam {

// The identity policies in a file that is JSON, or else YAML: the file itself, the policies in an
// AWS CloudFormation template, in a Terraform plan ("terraform show -json"), or in what `aws iam
// get-policy-version` and its like print. What templates leave open are unknown parts. Problems
// (`yaml-syntax`, `policy-structure`) for what cannot be read.
std::vector<PolicyDocument> ReadPolicies(Values& values, TextId file, Problems& problems,
                                         const TemplatePlace& place = {});

// The policy that a value is: an object. What is wrong with its structure is told
// (`policy-structure`).
PolicyDocument ReadPolicyValue(const Values& values, ValueId object, Problems& problems);

}  // namespace stackql::iam
