#include "iam/group_grants.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/ascii.h"
#include "iam/compare_grants.h"
#include "iam/policy_pattern.h"

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

// Grants by how their resources begin, for a look at those only that may cover another.
class ByBeginning {
 public:
  explicit ByBeginning(const std::vector<Grant>& grants) : grants_(grants) {
    for (size_t i = 0; i < grants.size(); ++i) {
      const std::string_view resource = grants[i].resource;
      const size_t known = std::min(resource.find_first_of("*?$"), resource.size());
      by_length_[known][resource.substr(0, known)].push_back(i);
    }
  }

  // Whether another of them covers one. Of two that cover each other, the first stays.
  bool IsCovered(size_t grant) const {
    return HasCovering(grants_[grant], [&](size_t other) {
      return other != grant && (other < grant || !Covers(grants_[grant], grants_[other]));
    });
  }

  // Whether one of them that is wider covers a grant.
  bool HasWider(const Grant& grant) const {
    return HasCovering(grant, [&](size_t other) { return !Covers(grant, grants_[other]); });
  }

 private:
  template <typename Counts>
  bool HasCovering(const Grant& grant, const Counts& counts) const {
    const std::string_view resource = grant.resource;
    return std::ranges::any_of(by_length_, [&](const auto& each) {
      const auto& [length, beginnings] = each;
      if (length > resource.size()) return false;
      const auto same = beginnings.find(resource.substr(0, length));
      return same != beginnings.end() && std::ranges::any_of(same->second, [&](size_t other) {
               return Covers(grants_[other], grant) && counts(other);
             });
    });
  }

  const std::vector<Grant>& grants_;
  // By the length of what is before the first wildcard, and that.
  std::map<size_t, std::unordered_map<std::string_view, std::vector<size_t>>> by_length_ = {};
};

// Of one action; `wildcards` may cover them as well.
std::vector<Grant> WithoutCovered(const std::vector<Grant>& grants, const ByBeginning& wildcards) {
  const ByBeginning index(grants);
  std::vector<Grant> kept;
  for (size_t i = 0; i < grants.size(); ++i) {
    if (!index.IsCovered(i) && !wildcards.HasWider(grants[i])) kept.push_back(grants[i]);
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
  std::vector<Grant> of_wildcards;
  for (const Grant& grant : std::set<Grant>(grants.begin(), grants.end())) {
    by_action[grant.action].push_back(grant);
    if (HasWildcard(grant.action)) of_wildcards.push_back(grant);
  }
  const ByBeginning wildcards(of_wildcards);
  std::map<Shape, std::vector<std::string>> by_shape;
  for (const auto& entry : by_action) {
    std::map<Conditions, std::vector<std::string>> resources;
    for (const Grant& grant : WithoutCovered(entry.second, wildcards)) {
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
