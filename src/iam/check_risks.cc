#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "iam/policy_checks.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

// What a document allows on every resource and without a condition.
class FreeGrants {
 public:
  explicit FreeGrants(const PolicyDocument& document) : document_(document) {
    for (const PolicyStatement& statement : document.statements) {
      const auto& resources = statement.resources;
      const bool free = statement.effect == Effect::kAllow && !statement.not_action &&
                        !statement.not_resource && statement.tests.empty() &&
                        statement.given.empty() &&
                        std::any_of(resources.begin(), resources.end(),
                                    [](const PolicyText& each) { return each.text == "*"; });
      if (!free) continue;
      for (const PolicyText& action : statement.actions) {
        // All actions of all services are said to be that elsewhere.
        if (HasHole(action.text) || action.text == "*") continue;
        grants_.emplace_back(lang::ParseGlob(Lower(action.text)), &action);
      }
    }
  }

  // The element that allows an action; null: none does, or it is denied.
  const PolicyText* Find(std::string_view action) const {
    const bool denied = std::ranges::any_of(
        document_.statements, [&](const auto& each) { return DeniesAlways(each, action); });
    if (denied) return nullptr;
    const std::string name = Lower(action);
    const auto found = std::find_if(grants_.begin(), grants_.end(), [&](const auto& grant) {
      return lang::Matches(grant.first, name);
    });
    return found == grants_.end() ? nullptr : found->second;
  }

  bool empty() const { return grants_.empty(); }

 private:
  const PolicyDocument& document_;
  std::vector<std::pair<lang::Glob, const PolicyText*>> grants_;
};

void CheckPath(const FreeGrants& grants, const snapshot::EscalationPath& path, Problems& problems) {
  std::vector<const PolicyText*> found;
  std::string named;
  for (const auto* action : *path.actions()) {
    const PolicyText* grant = grants.Find(action->string_view());
    if (grant == nullptr) return;
    found.push_back(grant);
    named += (named.empty() ? "" : " + ") + action->str();
  }
  Problem problem = {.what = rules::PrivilegeEscalation{.path = named}, .where = found[0]->where};
  for (size_t i = 1; i < found.size(); ++i) {
    if (found[i] != found[0]) problem.related.push_back({found[i]->where, "and with this"});
  }
  problems.push_back(std::move(problem));
}

}  // namespace

void CheckRisks(const PolicyDocument& document, const ActionReference& actions,
                Problems& problems) {
  const FreeGrants grants(document);
  if (grants.empty()) return;
  for (const snapshot::EscalationPath* path : actions.EscalationPaths()) {
    CheckPath(grants, *path, problems);
  }
  for (const snapshot::Exposure* exposure : actions.Exposures()) {
    const PolicyText* grant = grants.Find(exposure->action()->string_view());
    if (grant == nullptr) continue;
    problems.push_back({.what = rules::DataExposure{.action = exposure->action()->string_view(),
                                                    .what = exposure->what()->string_view()},
                        .where = grant->where});
  }
}

}  // namespace stackql::iam
