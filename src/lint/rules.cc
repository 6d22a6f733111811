#include "lint/rules.h"

#include <algorithm>
#include <ranges>

#include "base/ascii.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

std::string_view IdOf(const snapshot::Rule* rule) { return rule->id()->string_view(); }
std::string_view NameOf(const snapshot::Rule* rule) { return rule->name()->string_view(); }

// The one of `count` rules for which `of` gives this word; null if there is none. `at` gives the
// rules in the order of these words.
template <typename Word, typename At, typename Of>
const snapshot::Rule* FindBy(size_t count, Word word, At at, Of of) {
  const auto numbers = std::views::iota(size_t{0}, count);
  const auto found =
      std::ranges::partition_point(numbers, [&](size_t number) { return of(at(number)) < word; });
  if (found == numbers.end()) return nullptr;
  const snapshot::Rule* rule = at(*found);
  return of(rule) == word ? rule : nullptr;
}

template <typename Word, typename Of>
const snapshot::Rule* FindById(const snapshot::Rules& rules, Word id, Of of) {
  return FindBy(
      rules.rules()->size(), id,
      [&](size_t number) { return rules.rules()->Get(static_cast<uint32_t>(number)); }, of);
}

const snapshot::Rule* FindByName(const snapshot::Rules& rules, std::string_view name) {
  return FindBy(
      rules.by_name()->size(), name,
      [&](size_t number) {
        return rules.rules()->Get(rules.by_name()->Get(static_cast<uint32_t>(number)));
      },
      NameOf);
}

const snapshot::RuleTarget* TargetAt(const snapshot::Rules& rules,
                                     const snapshot::TargetIndex& index) {
  return rules.rules()->Get(index.rule())->targets()->Get(index.target());
}

// Whether an id begins with a word that has all letters of its family.
bool Begins(std::string_view word, std::string_view id) {
  return word.size() >= FamilyOf(id).size() && id.starts_with(word);
}

}  // namespace

RuleSet::RuleSet(const snapshot::Snapshot& builtin) { Add(builtin); }

std::vector<std::string> RuleSet::Add(const snapshot::Snapshot& more) {
  const snapshot::Rules* rules = snapshot::GetRules(more);
  if (rules == nullptr || rules->rules() == nullptr) return {};
  std::vector<std::string> taken;
  if (!documents_.empty()) {
    for (const snapshot::Rule* rule : *rules->rules()) {
      if (Find(IdOf(rule)) != nullptr || Find(NameOf(rule)) != nullptr) {
        taken.push_back(rule->id()->str());
      }
    }
  }
  documents_.push_back(rules);
  return taken;
}

std::vector<const snapshot::Rule*> RuleSet::all() const {
  std::vector<const snapshot::Rule*> all;
  for (const snapshot::Rules* rules : documents_) {
    all.insert(all.end(), rules->rules()->begin(), rules->rules()->end());
  }
  std::ranges::stable_sort(all, {}, IdOf);
  const auto repeated = std::ranges::unique(all, {}, IdOf);
  all.erase(repeated.begin(), repeated.end());
  return all;
}

std::vector<TargetedRule> RuleSet::About(std::string_view type_name) const {
  std::vector<TargetedRule> about;
  for (const snapshot::Rules* rules : documents_) {
    const auto* targets = rules->by_type();
    if (targets == nullptr) continue;
    const auto target = [&](uint32_t number) { return TargetAt(*rules, *targets->Get(number)); };
    const auto type = [&](uint32_t number) { return target(number)->type_name()->string_view(); };
    const auto numbers = std::views::iota(uint32_t{0}, targets->size());
    for (auto each = std::ranges::lower_bound(numbers, type_name, {}, type);
         each != numbers.end() && type(*each) == type_name; ++each) {
      const auto* path = target(*each)->path();
      about.push_back({.type_name = type(*each),
                       .rule = rules->rules()->Get(targets->Get(*each)->rule()),
                       .path = path != nullptr ? path->string_view() : std::string_view(),
                       .unique = target(*each)->unique()});
    }
  }
  return about;
}

const snapshot::Rule* RuleSet::Find(RuleId id) const {
  for (const snapshot::Rules* rules : documents_) {
    const auto* rule = FindById(*rules, id, [](const auto* each) { return RuleId(IdOf(each)); });
    if (rule != nullptr) return rule;
  }
  return nullptr;
}

const snapshot::Rule* RuleSet::Find(std::string_view id_or_name) const {
  for (const snapshot::Rules* rules : documents_) {
    const snapshot::Rule* rule = FindById(*rules, id_or_name, IdOf);
    if (rule == nullptr) rule = FindByName(*rules, id_or_name);
    if (rule != nullptr) return rule;
  }
  return nullptr;
}

std::vector<const snapshot::Rule*> RuleSet::Named(std::string_view word) const {
  if (word == kAllRules) return all();
  if (const snapshot::Rule* rule = Find(word)) return {rule};
  std::vector<const snapshot::Rule*> named;
  for (const snapshot::Rules* documents : documents_) {
    // Digits sort before letters: those of one family that begin alike are neighbours.
    const auto& rules = *documents->rules();
    const auto numbers = std::views::iota(uint32_t{0}, rules.size());
    const auto id = [&](uint32_t number) { return IdOf(rules.Get(number)); };
    for (auto each = std::ranges::lower_bound(numbers, word, {}, id);
         each != numbers.end() && Begins(word, id(*each)); ++each) {
      named.push_back(rules.Get(*each));
    }
  }
  return named;
}

std::vector<std::string_view> RuleSet::Words() const {
  const std::vector<const snapshot::Rule*> rules = all();
  std::vector<std::string_view> words;
  for (const snapshot::Rule* rule : rules) {
    words.push_back(IdOf(rule));
    words.push_back(NameOf(rule));
  }
  for (const snapshot::Rule* rule : rules) {
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
