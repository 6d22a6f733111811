#include "iam/excess.h"

#include <algorithm>
#include <array>
#include <unordered_map>
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

// Patterns of resources; an action may also be needed as one that a wildcard stands for.
using Needs = std::vector<const std::vector<Glob>*>;
using NeedsByAction = std::unordered_map<const snapshot::Action*, Needs>;

class StatementReader {
 public:
  StatementReader(const PolicyStatement& statement, const NeededResources& needed,
                  const NeedsByAction& needs, const ActionReference& actions, ExcessFound& found)
      : statement_(statement), needed_(needed), needs_(needs), actions_(actions), found_(found) {
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
  // Whether actions of a service can be on any of the resources.
  bool CanBeOnAny(std::string_view prefix) {
    if (prefix == "cloudformation") return true;
    for (size_t i = 0; i < resources_.size(); ++i) {
      if (statement_.resources[i].text == "*" || fits_[i].MayHoldAny(prefix)) return true;
    }
    return false;
  }

  bool CanBeOn(std::string_view prefix, const snapshot::Action& action, size_t resource) {
    const std::string& text = statement_.resources[resource].text;
    if (text == "*") return true;
    if (action.resources() == nullptr) {
      return prefix == "cloudformation" && PatternCovers(kShownCloudControlArn, text);
    }
    return fits_[resource].Holds(prefix, action);
  }

  static bool IsNeeded(const Needs& needs, const Glob& resource) {
    return std::ranges::any_of(needs, [&](const std::vector<Glob>* patterns) {
      return std::ranges::any_of(*patterns, [&](const Glob& need) { return Meet(resource, need); });
    });
  }

  // Counts what is granted of an action on the resources that `is_on` says. `name` makes its name.
  template <typename IsOn, typename Name>
  void Count(const Needs& needs, int rank, const IsOn& is_on, const Name& name, Excess& excess) {
    bool any = false;
    bool granted = false;
    for (size_t i = 0; i < resources_.size(); ++i) {
      if (!is_on(i)) continue;
      granted = true;
      const bool needed = IsNeeded(needs, resources_[i]);
      used_[i] = used_[i] || needed;
      any = any || needed;
      found_.grants += needed ? 0 : 1;
    }
    if (!granted) return;
    if (any) return excess.needed.push_back(name());
    ++excess.count;
    if (excess.count > 1 && rank > rank_) return;
    std::string named = name();
    if (excess.count > 1 && rank == rank_ && named >= excess.action) return;
    excess.action = std::move(named);
    rank_ = rank;
  }

  // Whether it reports that nothing of the pattern is needed.
  bool ReadAction(const PolicyText& pattern) {
    if (IsOpen(pattern)) return false;
    Excess excess = {.element = &pattern};
    bool known = false;
    const auto visit = [&](std::string_view prefix, const snapshot::Action& action) {
      known = true;
      const auto needs = needs_.find(&action);
      Count(
          needs == needs_.end() ? Needs() : needs->second, RankOf(action),
          [&](size_t resource) { return CanBeOn(prefix, action, resource); },
          [&] { return std::string(prefix) + ":" + action.name()->str(); }, excess);
    };
    actions_.Expand(pattern.text, visit,
                    [&](std::string_view prefix) { return CanBeOnAny(prefix); });
    if (!known && !HasWildcard(pattern.text)) {
      constexpr int kUnknownRank = 1;
      const auto needs = needed_.find(Lower(pattern.text));
      Count(
          needs == needed_.end() ? Needs() : Needs{&needs->second}, kUnknownRank,
          [](size_t) { return true; }, [&] { return pattern.text; }, excess);
    }
    if (excess.count == 0) return false;
    excess.level = LevelName(rank_);
    const bool none_needed = excess.needed.empty();
    found_.elements.push_back(std::move(excess));
    return none_needed;
  }

  const PolicyStatement& statement_;
  const NeededResources& needed_;
  const NeedsByAction& needs_;
  const ActionReference& actions_;
  ExcessFound& found_;
  int rank_ = 0;  // of the most powerful action so far
  std::vector<Glob> resources_;
  std::vector<ResourceFit> fits_;  // of each
  std::vector<bool> used_;
};

}  // namespace

ExcessFound FindExcess(const PolicyDocument& document, const NeededResources& needed,
                       const ActionReference& actions) {
  ExcessFound found;
  NeedsByAction needs;
  for (const auto& entry : needed) {
    actions.Expand(entry.first, [&](std::string_view, const snapshot::Action& each) {
      needs[&each].push_back(&entry.second);
    });
  }
  for (const PolicyStatement& statement : document.statements) {
    const bool read = statement.complete && statement.effect == Effect::kAllow &&
                      !statement.not_action && !statement.not_resource &&
                      std::none_of(statement.resources.begin(), statement.resources.end(), IsOpen);
    if (read) StatementReader(statement, needed, needs, actions, found).Read();
  }
  return found;
}

}  // namespace stackql::iam
