#include "verify/own_needs.h"

#include <utility>

#include "verify/principal.h"

namespace stackql::verify {
namespace {

iam::Need NeedOf(std::string action, iam::Arn resource) {
  return {.action = std::move(action), .resources = {std::move(resource)}};
}

}  // namespace

// GetCallerIdentity needs no permission.
std::vector<iam::Need> OwnNeeds(const Checks& checks, const std::string& principal) {
  std::vector<iam::Need> needs;
  if (checks.count(Check::kSchemas) > 0) {
    needs.push_back(NeedOf("cloudformation:DescribeType", iam::StarArn()));
  }
  if (checks.count(Check::kPermissions) > 0) {
    // The path of a session's role, as of a caller who is not known, has to be found first.
    const bool known = CanBeSimulated(principal);
    iam::Arn arn;
    iam::Append(arn, principal);
    needs.push_back(NeedOf("iam:SimulatePrincipalPolicy", known ? std::move(arn) : iam::StarArn()));
    if (!known) needs.push_back(NeedOf("iam:GetRole", iam::StarArn()));
  }
  if (checks.count(Check::kPolicies) > 0) {
    needs.push_back(NeedOf("access-analyzer:ValidatePolicy", iam::StarArn()));
  }
  return needs;
}

}  // namespace stackql::verify
