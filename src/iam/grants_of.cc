#include "iam/grants_of.h"

#include <utility>

#include "iam/policy_pattern.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

bool IsRegional(const Need& need, const ActionReference& actions) {
  const snapshot::ActionService* service =
      actions.FindService(std::string_view(need.action).substr(0, need.action.find(':')));
  return service != nullptr && service->regional();
}

// Whether an ARN names a region that is not the request's own: a key that is replicated from there.
bool IsElsewhere(std::string_view arn, std::string_view region) {
  const std::string_view named = ArnField(arn, kRegionField);
  return !named.empty() && !HasWildcard(named) && named != region;
}

std::vector<ConditionTest> ConditionsOf(const Need& need, std::string_view resource,
                                        const ActionReference& actions,
                                        const GrantOptions& options) {
  std::vector<ConditionTest> tests;
  if (!need.for_service.empty()) {
    tests.push_back({"StringEquals", std::string(ServiceKeyOf(need.action)), {need.for_service}});
  }
  if (options.requested_region && !need.region.empty() && IsRegional(need, actions) &&
      !IsElsewhere(resource, need.region)) {
    tests.push_back({"StringEquals", "aws:RequestedRegion", {need.region}});
  }
  if (!options.stack_tag.empty() && need.supports_stack_tag) {
    tests.push_back({"StringEquals", "aws:ResourceTag/stackql:stack-name", {options.stack_tag}});
  }
  return tests;
}

}  // namespace

std::vector<Grant> GrantsOf(const std::vector<Need>& needs, const ActionReference& actions,
                            const GrantOptions& options) {
  std::vector<Grant> grants;
  for (const Need& need : needs) {
    for (const Arn& resource : need.resources) {
      for (const Arn& arn : FormsOf(resource)) {
        std::string pattern = PolicyPattern(arn);
        std::vector<ConditionTest> tests = ConditionsOf(need, pattern, actions, options);
        grants.push_back({.action = need.action,
                          .resource = std::move(pattern),
                          .conditions = std::move(tests)});
      }
    }
  }
  return grants;
}

}  // namespace stackql::iam
