#include "iam/compare_grants.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/ascii.h"
#include "iam/policy_pattern.h"

namespace stackql::iam {
namespace {

bool CoversAction(const std::string& wide, const std::string& narrow) {
  if (CompareIgnoringCase(wide, narrow) == 0) return true;
  return HasWildcard(wide) && PatternCovers(Lower(wide), Lower(narrow));
}

}  // namespace

bool Covers(const Grant& wide, const Grant& narrow) {
  const bool as_free = wide.conditions.empty() || wide.conditions == narrow.conditions;
  return as_free && CoversAction(wide.action, narrow.action) &&
         (wide.resource == narrow.resource || PatternCovers(wide.resource, narrow.resource));
}

std::vector<Grant> NotCovered(const std::vector<Grant>& grants, const std::vector<Grant>& others) {
  std::map<std::string, std::vector<const Grant*>> by_action;  // wildcards under the empty one
  for (const Grant& other : others) {
    by_action[HasWildcard(other.action) ? std::string() : Lower(other.action)].push_back(&other);
  }
  std::vector<Grant> found;
  for (const Grant& grant : grants) {
    const auto covered = [&](const std::string& action) {
      const auto known = by_action.find(action);
      return known != by_action.end() &&
             std::any_of(known->second.begin(), known->second.end(),
                         [&](const Grant* other) { return Covers(*other, grant); });
    };
    if (!covered(Lower(grant.action)) && !covered("")) found.push_back(grant);
  }
  return found;
}

}  // namespace stackql::iam
