#include "iam/grants_of.h"

#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

bool IsRegional(const Need& need, const ActionReference& actions) {
  const snapshot::ActionService* service =
      actions.FindService(std::string_view(need.action).substr(0, need.action.find(':')));
  return service != nullptr && service->regional();
}

std::vector<ConditionTest> ConditionsOf(const Need& need, const ActionReference& actions,
                                        const GrantOptions& options) {
  std::vector<ConditionTest> tests;
  if (!need.for_service.empty()) {
    tests.push_back({"StringEquals", std::string(ServiceKeyOf(need.action)), {need.for_service}});
  }
  if (options.requested_region && !need.region.empty() && IsRegional(need, actions)) {
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
    const std::vector<ConditionTest> tests = ConditionsOf(need, actions, options);
    for (const Arn& resource : need.resources) {
      for (const Arn& arn : FormsOf(resource)) {
        grants.push_back(
            {.action = need.action, .resource = PolicyPattern(arn), .conditions = tests});
      }
    }
  }
  return grants;
}

}  // namespace stackql::iam
