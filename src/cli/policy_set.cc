#include "cli/policy_set.h"

#include <algorithm>
#include <set>
#include <utility>

#include "iam/group_grants.h"
#include "iam/policy_json.h"

namespace stackql::cli {
namespace {

bool IsIn(const ListedOperation& operation, const std::string& environment) {
  const auto& all = operation.environments;
  return environment.empty() || all.empty() ||
         std::find(all.begin(), all.end(), environment) != all.end();
}

// Which half of what operations need, if a service role has the other.
enum class Half { kBoth, kCaller, kRole };

std::vector<iam::Grant> GrantsOf(const StackPermissions& permissions,
                                 const std::string& environment, Half half,
                                 const iam::ActionReference& actions,
                                 const PolicySetOptions& options) {
  std::vector<iam::Grant> grants;
  for (const ListedOperation& operation : permissions.operations) {
    if (!IsIn(operation, environment)) continue;
    std::vector<iam::Need> needs;
    for (const iam::Need& need : operation.needs) {
      if (half == Half::kBoth || (half == Half::kCaller) == need.front_door) needs.push_back(need);
    }
    const iam::GrantOptions conditions = {
        .requested_region = options.requested_region,
        .stack_tag = options.stack_tag ? operation.stack_tag : std::string()};
    std::vector<iam::Grant> some = iam::GrantsOf(needs, actions, conditions);
    std::move(some.begin(), some.end(), std::back_inserter(grants));
  }
  return grants;
}

void Fit(PolicyPart& part, const PolicySetOptions& options) {
  const iam::GrantDocument document = iam::Group(part.grants);
  if (document.empty()) {
    part.wrong = "nothing needs permissions";
    return;
  }
  part.packing = iam::Pack(document, options.limit);
  const std::string limit = std::to_string(options.limit);
  if (!part.packing.too_large.empty()) {
    part.wrong = "a document of " + limit + " characters cannot hold " + part.packing.too_large;
  } else if (options.inlined && part.packing.documents.size() > 1) {
    part.wrong = "it has " + std::to_string(iam::PolicySize(document)) +
                 " characters, and an identity's inline policies at most " + limit +
                 " together; a managed policy has room for more";
  } else if (part.packing.documents.size() > iam::kMostAttachedPolicies) {
    part.wrong = "it takes " + std::to_string(part.packing.documents.size()) +
                 " managed policies, and an identity has at most " +
                 std::to_string(iam::kMostAttachedPolicies) + "; use several roles (see --phase)";
  }
}

}  // namespace

std::vector<PolicyPart> MakePolicies(const StackPermissions& permissions,
                                     const iam::ActionReference& actions,
                                     const PolicySetOptions& options) {
  std::vector<std::string> environments(1);
  if (options.per_environment && !permissions.environments.empty()) {
    environments.assign(permissions.environments.begin(), permissions.environments.end());
  }
  std::vector<std::pair<std::string, Half>> halves = {{"policy", Half::kBoth}};
  if (options.service_role) halves = {{"caller", Half::kCaller}, {"role", Half::kRole}};
  std::vector<PolicyPart> parts;
  for (const std::string& environment : environments) {
    for (const auto& half : halves) {
      PolicyPart part = {.name = half.first};
      if (!environment.empty()) part.name += "-" + environment;
      part.grants = GrantsOf(permissions, environment, half.second, actions, options);
      Fit(part, options);
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

}  // namespace stackql::cli
