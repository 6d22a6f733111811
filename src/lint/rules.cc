#include "lint/rules.h"

#include <algorithm>

#include "base/ascii.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

std::string_view IdOf(const snapshot::Rule* rule) { return rule->id()->string_view(); }
std::string_view NameOf(const snapshot::Rule* rule) { return rule->name()->string_view(); }

using Several = std::span<const snapshot::Rule* const>;

// The rule that `of` gives this word for, among rules sorted by it.
template <typename Word, typename Of>
Several FindBy(const std::vector<const snapshot::Rule*>& rules, Word word, Of of) {
  const auto at = std::partition_point(rules.begin(), rules.end(),
                                       [&](const snapshot::Rule* rule) { return of(rule) < word; });
  return at != rules.end() && of(*at) == word ? Several(at, 1) : Several();
}

const snapshot::Rule* First(Several rules) { return rules.empty() ? nullptr : rules.front(); }

TargetedRule Targeted(const snapshot::Rule* rule, uint32_t index) {
  const snapshot::RuleTarget* target = rule->targets()->Get(index);
  const std::string_view path =
      target->path() != nullptr ? target->path()->string_view() : std::string_view();
  return {target->type_name()->string_view(), rule, path, target->unique()};
}

// Whether an id begins with a word that has all letters of its family.
bool Begins(std::string_view word, std::string_view id) {
  return word.size() >= FamilyOf(id).size() && id.starts_with(word);
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
    if (rules->by_type() == nullptr) return known;  // none has targets
    targeted_.reserve(rules->by_type()->size());
    for (const snapshot::TargetIndex* index : *rules->by_type()) {
      targeted_.push_back(Targeted(rules_.at(index->rule()), index->target()));
    }
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
    for (uint32_t i = 0; i < rule->targets()->size(); ++i) targeted_.push_back(Targeted(rule, i));
  }
  std::ranges::stable_sort(targeted_, {}, &TargetedRule::type_name);
}

std::span<const TargetedRule> RuleSet::About(std::string_view type_name) const {
  const auto begin = std::ranges::lower_bound(targeted_, type_name, {}, &TargetedRule::type_name);
  const auto end = std::ranges::upper_bound(targeted_, type_name, {}, &TargetedRule::type_name);
  return {begin, end};
}

const snapshot::Rule* RuleSet::Find(RuleId id) const {
  return First(FindBy(rules_, id, [](const snapshot::Rule* rule) { return RuleId(IdOf(rule)); }));
}

const snapshot::Rule* RuleSet::Find(std::string_view id_or_name) const {
  const Several found = FindBy(rules_, id_or_name, IdOf);
  return First(found.empty() ? FindBy(by_name_, id_or_name, NameOf) : found);
}

Several RuleSet::Named(std::string_view word) const {
  if (word == kAllRules) return rules_;
  if (const Several named = FindBy(by_name_, word, NameOf); !named.empty()) return named;
  // Digits sort before letters: those of one family that begin alike are neighbours.
  const auto begin = std::ranges::lower_bound(rules_, word, {}, IdOf);
  const auto end = std::find_if_not(
      begin, rules_.end(), [&](const snapshot::Rule* rule) { return Begins(word, IdOf(rule)); });
  return {begin, end};
}

std::vector<std::string_view> RuleSet::Words() const {
  std::vector<std::string_view> words;
  for (const snapshot::Rule* rule : rules_) {
    words.push_back(IdOf(rule));
    words.push_back(NameOf(rule));
  }
  for (const snapshot::Rule* rule : rules_) {
    if (words.back() != FamilyOf(*rule)) words.push_back(FamilyOf(*rule));
  }
  words.push_back(kAllRules);
  return words;
}

bool TargetedRule::IsAboutStack() const {
  return !rule->builtin() && (rule->refers() != nullptr || unique != nullptr);
}

std::string_view FamilyOf(std::string_view id) {
  return id.substr(0, static_cast<size_t>(std::ranges::find_if(id, IsDigit) - id.begin()));
}

std::string_view FamilyOf(const snapshot::Rule& rule) { return FamilyOf(IdOf(&rule)); }

size_t Fit(std::string_view word, const snapshot::Rule& rule) {
  const std::string_view id = IdOf(&rule);
  if (word == kAllRules) return 1;
  if (word == NameOf(&rule)) return 1 + id.size();
  return Begins(word, id) ? 1 + word.size() : 0;
}

std::vector<std::string_view> WordsFor(std::string_view id) {
  std::vector<std::string_view> words = {kAllRules};
  for (size_t size = FamilyOf(id).size(); size <= id.size(); ++size) {
    words.push_back(id.substr(0, size));
  }
  return words;
}

}  // namespace stackql
