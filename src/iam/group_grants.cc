#include "iam/group_grants.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "iam/compare_grants.h"

namespace stackql::iam {
namespace {

using Conditions = std::vector<ConditionTest>;

// What is granted of one action, or of several on the same resources.
struct Shape {
  std::vector<std::string> resources = {};
  Conditions conditions = {};
  friend auto operator<=>(const Shape&, const Shape&) = default;
};

struct ActionLess {
  bool operator()(const std::string& a, const std::string& b) const {
    return CompareIgnoringCase(a, b) < 0;
  }
};

// Of one action. Of two that cover each other, the first stays.
std::vector<Grant> WithoutCovered(const std::vector<Grant>& grants) {
  std::vector<Grant> kept;
  for (size_t i = 0; i < grants.size(); ++i) {
    bool covered = false;
    for (size_t j = 0; j < grants.size() && !covered; ++j) {
      if (i == j || !Covers(grants[j], grants[i])) continue;
      covered = j < i || !Covers(grants[i], grants[j]);
    }
    if (!covered) kept.push_back(grants[i]);
  }
  return kept;
}

bool Before(const GrantStatement& a, const GrantStatement& b) {
  if (a.resources != b.resources) return a.resources < b.resources;
  const int order = CompareIgnoringCase(a.actions.front(), b.actions.front());
  return order != 0 ? order < 0 : a.conditions < b.conditions;
}

}  // namespace

GrantDocument Group(const std::vector<Grant>& grants) {
  std::map<std::string, std::vector<Grant>, ActionLess> by_action;
  for (const Grant& grant : std::set<Grant>(grants.begin(), grants.end())) {
    by_action[grant.action].push_back(grant);
  }
  std::map<Shape, std::vector<std::string>> by_shape;
  for (const auto& entry : by_action) {
    std::map<Conditions, std::vector<std::string>> resources;
    for (const Grant& grant : WithoutCovered(entry.second)) {
      resources[grant.conditions].push_back(grant.resource);
    }
    for (auto& group : resources) {
      by_shape[{.resources = std::move(group.second), .conditions = group.first}].push_back(
          entry.first);
    }
  }
  GrantDocument document;
  for (auto& entry : by_shape) {
    document.push_back({.actions = std::move(entry.second),
                        .resources = entry.first.resources,
                        .conditions = entry.first.conditions});
  }
  std::sort(document.begin(), document.end(), Before);
  return document;
}

}  // namespace stackql::iam
