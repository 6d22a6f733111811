#include "run/permission_diff.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "iam/compare_grants.h"
#include "iam/escalation.h"
#include "iam/grants_of.h"

namespace stackql {
namespace {

using Causes = std::map<iam::Grant, std::vector<const ListedOperation*>>;

Causes CausesOf(const StackPermissions& permissions, const iam::ActionReference& actions) {
  Causes causes;
  for (const ListedOperation& operation : permissions.operations) {
    for (iam::Grant& grant : iam::GrantsOf(operation.needs, actions, {})) {
      std::vector<const ListedOperation*>& all = causes[std::move(grant)];
      if (all.empty() || all.back() != &operation) all.push_back(&operation);
    }
  }
  return causes;
}

std::vector<iam::Grant> GrantsIn(const Causes& causes) {
  std::vector<iam::Grant> grants;
  grants.reserve(causes.size());
  for (const auto& entry : causes) grants.push_back(entry.first);
  return grants;
}

std::vector<GrantChange> Changes(const Causes& some, const Causes& others,
                                 const iam::ActionReference& actions) {
  std::vector<GrantChange> changes;
  for (iam::Grant& grant : iam::NotCovered(GrantsIn(some), GrantsIn(others))) {
    GrantChange change;
    change.causes = some.at(grant);
    change.escalates = iam::WhyEscalates(grant.action, actions);
    change.grant = std::move(grant);
    changes.push_back(std::move(change));
  }
  return changes;
}

// What makes two operations that cannot be resolved alike, wherever they stand.
auto Likeness(const ListedOperation& operation) {
  return std::tie(operation.call, operation.type, operation.table, operation.resource,
                  operation.anchor, operation.unresolved);
}

}  // namespace

PermissionDiff ComparePermissions(const StackPermissions& before, const StackPermissions& after,
                                  const iam::ActionReference& actions) {
  const Causes old_causes = CausesOf(before, actions);
  const Causes new_causes = CausesOf(after, actions);
  PermissionDiff diff = {.added = Changes(new_causes, old_causes, actions),
                         .removed = Changes(old_causes, new_causes, actions)};
  std::set<decltype(Likeness(std::declval<const ListedOperation&>()))> known;
  for (const ListedOperation& operation : before.operations) {
    if (!operation.unresolved.empty()) known.insert(Likeness(operation));
  }
  for (const ListedOperation& operation : after.operations) {
    if (operation.unresolved.empty() || known.count(Likeness(operation)) > 0) continue;
    diff.unresolved.push_back(&operation);
  }
  return diff;
}

}  // namespace stackql
