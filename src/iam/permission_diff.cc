#include "iam/permission_diff.h"

#include <map>
#include <tuple>
#include <utility>

#include "iam/compare_grants.h"
#include "iam/escalation.h"
#include "iam/grants_of.h"

namespace stackql::iam {
namespace {

using Causes = std::map<Grant, std::vector<const OperationNeeds*>>;

Causes CausesOf(const std::vector<OperationNeeds>& operations, const ActionReference& actions) {
  Causes causes;
  for (const OperationNeeds& each : operations) {
    for (Grant& grant : GrantsOf(each.needs.known, actions, {})) {
      std::vector<const OperationNeeds*>& all = causes[std::move(grant)];
      if (all.empty() || all.back() != &each) all.push_back(&each);
    }
  }
  return causes;
}

std::vector<Grant> GrantsIn(const Causes& causes) {
  std::vector<Grant> grants;
  for (const auto& entry : causes) grants.push_back(entry.first);
  return grants;
}

std::vector<GrantChange> Changes(const Causes& some, const Causes& others,
                                 const ActionReference& actions) {
  std::vector<GrantChange> changes;
  for (Grant& grant : NotCovered(GrantsIn(some), GrantsIn(others))) {
    GrantChange change;
    change.causes = some.at(grant);
    change.escalates = WhyEscalates(grant.action, actions);
    change.grant = std::move(grant);
    changes.push_back(std::move(change));
  }
  return changes;
}

// What makes two operations that cannot be resolved alike, wherever they are written.
auto Likeness(const OperationNeeds& each) {
  const OperationView& operation = each.operation;
  return std::tie(operation.call, operation.type, operation.table, operation.resource,
                  operation.anchor, each.needs.unresolved, each.content);
}

}  // namespace

PermissionDiff ComparePermissions(const std::vector<OperationNeeds>& before,
                                  const std::vector<OperationNeeds>& after,
                                  const ActionReference& actions) {
  const Causes old_causes = CausesOf(before, actions);
  const Causes new_causes = CausesOf(after, actions);
  PermissionDiff diff = {.added = Changes(new_causes, old_causes, actions),
                         .removed = Changes(old_causes, new_causes, actions)};
  // How many of them there were: one more is new.
  std::map<decltype(Likeness(std::declval<const OperationNeeds&>())), size_t> known;
  for (const OperationNeeds& each : before) {
    if (!each.needs.unresolved.empty()) ++known[Likeness(each)];
  }
  for (const OperationNeeds& each : after) {
    if (each.needs.unresolved.empty()) continue;
    size_t& left = known[Likeness(each)];
    if (left == 0) {
      diff.unresolved.push_back(&each);
    } else {
      --left;
    }
  }
  return diff;
}

}  // namespace stackql::iam
