#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "iam/grant.h"

namespace stackql::iam {

enum class PolicyFormat : uint8_t {
  kJson,            // indented, as people read it
  kJsonMin,         // without white space
  kTerraform,       // data "aws_iam_policy_document"
  kCloudFormation,  // a template with an AWS::IAM::ManagedPolicy
  kStackql,         // INSERT INTO awscc.iam.managed_policies
};

// An identity policy as a file's text. `name` is the policy's, or the data source's; `facts` are
// lines on what it rests on, for the formats that have comments.
std::string WritePolicy(const GrantDocument& document, PolicyFormat format, std::string_view name,
                        const std::vector<std::string>& facts = {});

// The trust policy of a role that Cloud Control may be given (Cloud Control API user guide,
// "Specifying credentials"), always as JSON.
std::string WriteTrustPolicy();

// ".json", ".tf", ...: how files of the format end.
std::string_view FileEnding(PolicyFormat format);

}  // namespace stackql::iam
