#include "iam/policy_set.h"

#include <algorithm>
#include <set>
#include <utility>

#include "iam/group_grants.h"
#include "iam/policy_json.h"

namespace stackql::iam {
namespace {

bool IsIn(const OperationView& operation, const std::string& environment) {
  const auto& all = operation.environments;
  return environment.empty() || all.empty() ||
         std::find(all.begin(), all.end(), environment) != all.end();
}

std::vector<Grant> GrantsFor(const std::vector<OperationNeeds>& operations,
                             const std::string& environment, Half half,
                             const ActionReference& actions, const PolicySetOptions& options) {
  std::vector<Grant> grants;
  for (const OperationNeeds& each : operations) {
    if (!IsIn(each.operation, environment)) continue;
    std::vector<Need> needs;
    for (const Need& need : each.needs.known) {
      if (IsOf(half, need)) needs.push_back(need);
    }
    const GrantOptions conditions = {
        .requested_region = options.requested_region,
        .stack_tag = options.stack_tag ? each.stack_tag : std::string()};
    std::vector<Grant> some = GrantsOf(needs, actions, conditions);
    std::move(some.begin(), some.end(), std::back_inserter(grants));
  }
  return grants;
}

// Splits the grants over documents that keep the limits.
void Fit(const std::vector<Grant>& grants, const PolicySetOptions& options,
         GeneratedPolicy& policy) {
  const GrantDocument document = Group(grants);
  if (document.empty()) {
    policy.error = "no operation needs permissions";
    return;
  }
  policy.packing = Pack(document, options.limit);
  const size_t count = policy.packing.documents.size();
  const std::string limit = std::to_string(options.limit);
  if (!policy.packing.too_large.empty()) {
    policy.error =
        "a document of " + limit + " characters cannot contain " + policy.packing.too_large;
  } else if (options.inlined && count > 1) {
    policy.error = "it has " + std::to_string(PolicySize(document)) +
                   " characters, but the inline policies of an identity can have at most " + limit +
                   " together; use a managed policy instead";
  } else if (count > kMostAttachedPolicies) {
    policy.error = "it needs " + std::to_string(count) +
                   " managed policies, but an identity can have at most " +
                   std::to_string(kMostAttachedPolicies) + "; use several roles (see --phase)";
  }
}

}  // namespace

std::vector<GeneratedPolicy> MakePolicies(const std::vector<OperationNeeds>& operations,
                                          const std::set<std::string>& environments,
                                          const ActionReference& actions,
                                          const PolicySetOptions& options) {
  std::vector<std::string> names(environments.begin(), environments.end());
  if (names.empty()) names.emplace_back();
  std::vector<std::pair<std::string, Half>> halves = {{"policy", Half::kBoth}};
  if (options.service_role) halves = {{"caller", Half::kCaller}, {"role", Half::kRole}};
  std::vector<GeneratedPolicy> policies;
  for (const std::string& environment : names) {
    for (const auto& half : halves) {
      GeneratedPolicy policy = {.name = half.first};
      if (!environment.empty()) policy.name += "-" + environment;
      Fit(GrantsFor(operations, environment, half.second, actions, options), options, policy);
      policies.push_back(std::move(policy));
    }
  }
  return policies;
}

}  // namespace stackql::iam
