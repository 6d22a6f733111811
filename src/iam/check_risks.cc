#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "iam/need.h"
#include "iam/policy_checks.h"
#include "iam/policy_pattern.h"
#include "lang/globs.h"
#include "rules/policy.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

constexpr std::string_view kServiceLinked = "iam:CreateServiceLinkedRole";

bool IsFree(const PolicyStatement& statement) {
  return statement.effect == Effect::kAllow && !statement.not_action && !statement.not_resource &&
         statement.tests.empty() && !IsChosen(statement) &&
         std::ranges::any_of(statement.resources,
                             [](const PolicyText& each) { return each.text == "*"; });
}

// Whether a statement certainly denies an action on every resource, or may.
bool DeniesAlways(const PolicyStatement& statement, std::string_view name) {
  const bool denies = statement.effect == Effect::kDeny || HasOpenEffect(statement);
  const bool always = denies && statement.tests.empty() && !IsChosen(statement) &&
                      !statement.not_resource &&
                      std::ranges::any_of(statement.resources, [](const PolicyText& each) {
                        return each.text == "*" || HasHole(each.text);
                      });
  if (!always) return false;
  const bool listed = std::ranges::any_of(statement.actions, [&](const PolicyText& each) {
    return IsOpen(each) || lang::Matches(lang::ParseGlob(Lower(each.text)), name);
  });
  return listed != statement.not_action;
}

// What a document allows on every resource and without a condition.
class FreeGrants {
 public:
  explicit FreeGrants(const PolicyDocument& document) : document_(document) {
    for (const PolicyStatement& statement : document.statements) {
      if (!IsFree(statement)) continue;
      for (const PolicyText& action : statement.actions) {
        if (IsOpen(action)) continue;
        const std::string name = Lower(action.text);
        if (HasWildcard(name)) {
          wildcards_.emplace_back(lang::ParseGlob(name), &action);
        } else {
          literals_.try_emplace(name, &action);
        }
      }
    }
  }

  // The element that allows an action; null: none does, or it is denied.
  const PolicyText* Find(std::string_view action) const {
    const std::string name = Lower(action);
    const PolicyText* found = Granting(name);
    if (found == nullptr) return nullptr;
    const bool denied = std::ranges::any_of(
        document_.statements, [&](const auto& each) { return DeniesAlways(each, name); });
    return denied ? nullptr : found;
  }

  bool empty() const { return literals_.empty() && wildcards_.empty(); }

 private:
  const PolicyText* Granting(const std::string& name) const {
    if (const auto named = literals_.find(name); named != literals_.end()) return named->second;
    const auto found = std::ranges::find_if(
        wildcards_, [&](const auto& grant) { return lang::Matches(grant.first, name); });
    return found == wildcards_.end() ? nullptr : found->second;
  }

  const PolicyDocument& document_;
  std::map<std::string, const PolicyText*> literals_;
  std::vector<std::pair<lang::Glob, const PolicyText*>> wildcards_;
};

// What one element of a policy gives, alone or with others.
struct Risks {
  const PolicyText* element = nullptr;
  std::vector<std::string> all = {};
  std::vector<const PolicyText*> with = {};
};

Risks& Of(const PolicyText* element, std::vector<Risks>& found) {
  const auto known = std::ranges::find(found, element, &Risks::element);
  if (known != found.end()) return *known;
  found.push_back({.element = element});
  return found.back();
}

void AddPath(const FreeGrants& grants, const snapshot::EscalationPath& path,
             std::vector<Risks>& found) {
  std::vector<const PolicyText*> elements;
  std::string named;
  for (const auto* action : *path.actions()) {
    elements.push_back(grants.Find(action->string_view()));
    if (elements.back() == nullptr) return;
    named += (named.empty() ? "" : " + ") + action->str();
  }
  Risks& risks = Of(elements.front(), found);
  risks.all.push_back(std::move(named));
  for (const PolicyText* each : elements) {
    const bool told = each == risks.element || std::ranges::count(risks.with, each) > 0;
    if (!told) risks.with.push_back(each);
  }
}

constexpr size_t kMostPaths = 5;  // that a message names

std::string Listed(std::vector<std::string> paths) {
  const size_t count = paths.size();
  if (count > kMostPaths) paths.resize(kMostPaths);
  std::string text = Join(paths, ", ");
  if (count > paths.size()) text += " and " + std::to_string(count - paths.size()) + " other ways";
  return text;
}

void CheckPaths(const FreeGrants& grants, const ActionReference& actions, Problems& problems) {
  std::vector<Risks> found;
  for (const snapshot::EscalationPath* path : actions.EscalationPaths()) {
    AddPath(grants, *path, found);
  }
  for (const Risks& risks : found) {
    Message what = rules::PrivilegeEscalation{.path = risks.all.front()};
    if (risks.all.size() > 1) {
      what = rules::PrivilegeEscalation::Several{.element = risks.element->text,
                                                 .paths = Listed(risks.all)};
    }
    problems.push_back({.what = std::move(what), .where = risks.element->where});
    for (const PolicyText* each : risks.with) {
      problems.back().related.push_back({each->where, "and with this"});
    }
  }
}

void CheckExposures(const FreeGrants& grants, const ActionReference& actions, Problems& problems) {
  std::vector<Risks> found;
  for (const snapshot::Exposure* exposure : actions.Exposures()) {
    const PolicyText* grant = grants.Find(exposure->action()->string_view());
    if (grant == nullptr) continue;
    std::vector<std::string>& all = Of(grant, found).all;
    if (std::ranges::count(all, exposure->what()->str()) == 0) {
      all.push_back(exposure->what()->str());
    }
  }
  for (const Risks& risks : found) {
    problems.push_back(
        {.what = rules::DataExposure{.action = risks.element->text, .what = Join(risks.all, ", ")},
         .where = risks.element->where});
  }
}

}  // namespace

void CheckRisks(const PolicyDocument& document, const ActionReference& actions,
                Problems& problems) {
  const FreeGrants grants(document);
  if (grants.empty()) return;
  if (const PolicyText* each = grants.Find(kPassRole)) {
    problems.push_back({.what = rules::PassRoleStar{.action = each->text}, .where = each->where});
  }
  if (const PolicyText* each = grants.Find(kServiceLinked)) {
    problems.push_back(
        {.what = rules::ServiceLinkedRoleStar{.action = each->text}, .where = each->where});
  }
  CheckPaths(grants, actions, problems);
  CheckExposures(grants, actions, problems);
}

}  // namespace stackql::iam
