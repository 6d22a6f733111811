#include "iam/excess.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/ascii.h"
#include "iam/policy_pattern.h"
#include "iam/resource_fit.h"
#include "snapshot/actions_tables.h"

namespace stackql::iam {
namespace {

using lang::Glob;

bool Meet(const Glob& a, const Glob& b) {
  return lang::Meets({.layers = {{&a}}}, b).answer != Tri::kNo;
}

// From the most powerful one.
int RankOf(const snapshot::Action& action) {
  using snapshot::AccessLevel;
  if (Has(action, AccessLevel::PermissionsManagement)) return 0;
  if (Has(action, AccessLevel::Tagging)) return 2;
  if (Has(action, AccessLevel::Write)) return 1;
  return Has(action, AccessLevel::Read) ? 3 : 4;
}

std::string LevelName(int rank) {
  constexpr auto kNames =
      std::to_array<const char*>({"Permissions management", "Write", "Tagging", "Read", "List"});
  return kNames.at(static_cast<size_t>(rank));
}

// An action that a pattern grants.
struct Granted {
  std::string name = {};
  int rank = 1;
  std::vector<bool> on = {};  // which of the statement's resources it can be on
};

class StatementReader {
 public:
  StatementReader(const PolicyStatement& statement, const NeededResources& needed,
                  const ActionReference& actions, ExcessFound& found)
      : statement_(statement), needed_(needed), actions_(actions), found_(found) {
    for (const PolicyText& resource : statement_.resources) {
      resources_.push_back(ParseIntended(resource.text, Reach::kInPart));
      fits_.emplace_back(std::vector<Glob>{resources_.back()}, actions);
    }
    used_.resize(resources_.size());
  }

  void Read() {
    bool all_unneeded = true;
    for (const PolicyText& action : statement_.actions) all_unneeded &= ReadAction(action);
    // Where no action is needed at all, that was said; one that is not known may be on any
    // resource.
    const auto& actions = statement_.actions;
    if (all_unneeded || std::any_of(actions.begin(), actions.end(), IsOpen)) return;
    for (size_t i = 0; i < resources_.size(); ++i) {
      if (used_[i]) continue;
      found_.elements.push_back({.element = &statement_.resources[i], .of_resource = true});
    }
  }

 private:
  std::vector<Granted> Expanded(const PolicyText& pattern) {
    std::vector<Granted> all;
    actions_.Expand(pattern.text, [&](std::string_view prefix, const snapshot::Action& action) {
      std::vector<bool> on(resources_.size());
      for (size_t i = 0; i < resources_.size(); ++i) on[i] = CanBeOn(prefix, action, i);
      if (std::find(on.begin(), on.end(), true) == on.end()) return;
      all.push_back({.name = std::string(prefix) + ":" + action.name()->str(),
                     .rank = RankOf(action),
                     .on = std::move(on)});
    });
    if (all.empty() && !HasWildcard(pattern.text) && actions_.FindAction(pattern.text) == nullptr) {
      all.push_back({.name = pattern.text, .on = std::vector<bool>(resources_.size(), true)});
    }
    return all;
  }

  bool CanBeOn(std::string_view prefix, const snapshot::Action& action, size_t resource) {
    const std::string& text = statement_.resources[resource].text;
    if (text == "*") return true;
    if (action.resources() == nullptr) {
      return prefix == "cloudformation" && PatternCovers(kShownCloudControlArn, text);
    }
    return fits_[resource].Holds(prefix, action);
  }

  bool IsNeeded(const Granted& granted, size_t resource) const {
    const auto needs = needed_.find(Lower(granted.name));
    if (needs == needed_.end()) return false;
    return std::any_of(needs->second.begin(), needs->second.end(),
                       [&](const Glob& need) { return Meet(resources_[resource], need); });
  }

  // Whether it reports that nothing of the pattern is needed.
  bool ReadAction(const PolicyText& pattern) {
    if (IsOpen(pattern)) return false;
    Excess excess = {.element = &pattern};
    std::vector<std::pair<int, std::string>> unneeded;
    for (const Granted& granted : Expanded(pattern)) {
      bool any = false;
      for (size_t i = 0; i < resources_.size(); ++i) {
        if (!granted.on[i]) continue;
        const bool needed = IsNeeded(granted, i);
        used_[i] = used_[i] || needed;
        any = any || needed;
        found_.grants += needed ? 0 : 1;
      }
      if (any) {
        excess.needed.push_back(granted.name);
      } else {
        unneeded.emplace_back(granted.rank, granted.name);
      }
    }
    if (unneeded.empty()) return false;
    std::sort(unneeded.begin(), unneeded.end());
    excess.level = LevelName(unneeded.front().first);
    for (auto& each : unneeded) excess.actions.push_back(std::move(each.second));
    const bool none_needed = excess.needed.empty();
    found_.elements.push_back(std::move(excess));
    return none_needed;
  }

  const PolicyStatement& statement_;
  const NeededResources& needed_;
  const ActionReference& actions_;
  ExcessFound& found_;
  std::vector<Glob> resources_;
  std::vector<ResourceFit> fits_;  // of each
  std::vector<bool> used_;
};

}  // namespace

ExcessFound FindExcess(const PolicyDocument& document, const NeededResources& needed,
                       const ActionReference& actions) {
  ExcessFound found;
  for (const PolicyStatement& statement : document.statements) {
    const bool read = statement.complete && statement.effect == Effect::kAllow &&
                      !statement.not_action && !statement.not_resource &&
                      std::none_of(statement.resources.begin(), statement.resources.end(), IsOpen);
    if (read) StatementReader(statement, needed, actions, found).Read();
  }
  return found;
}

}  // namespace stackql::iam
