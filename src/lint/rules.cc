#include "lint/rules.h"

#include <algorithm>

#include "base/ascii.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

std::string_view IdOf(const snapshot::Rule* rule) { return rule->id()->string_view(); }
std::string_view NameOf(const snapshot::Rule* rule) { return rule->name()->string_view(); }

// The rule that `of` gives this word for, among rules sorted by it; null if there is none.
template <typename Word, typename Of>
const snapshot::Rule* FindBy(const std::vector<const snapshot::Rule*>& rules, Word word, Of of) {
  const auto at = std::partition_point(rules.begin(), rules.end(),
                                       [&](const snapshot::Rule* rule) { return of(rule) < word; });
  return at != rules.end() && of(*at) == word ? *at : nullptr;
}

}  // namespace

RuleSet::RuleSet(const snapshot::Snapshot& builtin) { Add(builtin); }

std::vector<std::string> RuleSet::Add(const snapshot::Snapshot& more) {
  std::vector<std::string> known;
  const snapshot::Rules* rules = snapshot::GetRules(more);
  if (rules == nullptr || rules->rules() == nullptr) return {};
  if (rules_.empty() && rules->by_name() != nullptr) {  // in both orders already
    rules_.assign(rules->rules()->begin(), rules->rules()->end());
    by_name_.reserve(rules_.size());
    for (const uint16_t index : *rules->by_name()) by_name_.push_back(rules_.at(index));
    FindTargets();
    return known;
  }
  std::vector<const snapshot::Rule*> added;
  added.reserve(rules->rules()->size());
  for (const snapshot::Rule* rule : *rules->rules()) {
    if (Find(IdOf(rule)) != nullptr || Find(NameOf(rule)) != nullptr) {
      known.push_back(rule->id()->str());
    } else {
      added.push_back(rule);
    }
  }
  rules_.insert(rules_.end(), added.begin(), added.end());
  std::ranges::sort(rules_, {}, IdOf);
  by_name_ = rules_;
  std::ranges::sort(by_name_, {}, NameOf);
  FindTargets();
  return known;
}

void RuleSet::FindTargets() {
  targeted_.clear();
  for (const snapshot::Rule* rule : rules_) {
    if (rule->targets() == nullptr) continue;
    for (const snapshot::RuleTarget* target : *rule->targets()) {
      const std::string_view path =
          target->path() != nullptr ? target->path()->string_view() : std::string_view();
      targeted_.push_back({target->type_name()->string_view(), rule, path});
    }
  }
  std::ranges::stable_sort(targeted_, {}, &TargetedRule::type_name);
}

std::span<const TargetedRule> RuleSet::About(std::string_view type_name) const {
  const auto begin = std::ranges::lower_bound(targeted_, type_name, {}, &TargetedRule::type_name);
  const auto end = std::ranges::upper_bound(targeted_, type_name, {}, &TargetedRule::type_name);
  return {begin, end};
}

const snapshot::Rule* RuleSet::Find(RuleId id) const {
  return FindBy(rules_, id, [](const snapshot::Rule* rule) { return RuleId(IdOf(rule)); });
}

const snapshot::Rule* RuleSet::Find(std::string_view id_or_name) const {
  const snapshot::Rule* rule = FindBy(rules_, id_or_name, IdOf);
  return rule != nullptr ? rule : FindBy(by_name_, id_or_name, NameOf);
}

std::string_view FamilyOf(const snapshot::Rule& rule) {
  const std::string_view id = rule.id()->string_view();
  return id.substr(0, static_cast<size_t>(std::ranges::find_if(id, IsDigit) - id.begin()));
}

}  // namespace stackql
