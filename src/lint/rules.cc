#include "lint/rules.h"

#include <algorithm>
#include <cstdint>

#include "base/ascii.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

std::string_view IdOf(const snapshot::Rule* rule) { return rule->id()->string_view(); }
std::string_view NameOf(const snapshot::Rule* rule) { return rule->name()->string_view(); }

// The first of `count` numbers whose word does not sort before this one. `of` gives the words, in
// their order.
template <typename Word, typename Of>
uint32_t FirstFrom(Word word, uint32_t count, Of of) {
  uint32_t first = 0;
  while (count > 0) {
    const uint32_t half = count / 2;
    const bool before = of(first + half) < word;
    if (before) first += half + 1;
    count = before ? count - half - 1 : half;
  }
  return first;
}

template <typename Word, typename Of>
const snapshot::Rule* FindById(const snapshot::Rules& rules, Word id, Of of) {
  const auto& all = *rules.rules();
  const uint32_t at =
      FirstFrom(id, all.size(), [&](uint32_t number) { return of(all.Get(number)); });
  return at < all.size() && of(all.Get(at)) == id ? all.Get(at) : nullptr;
}

const snapshot::Rule* FindByName(const snapshot::Rules& rules, std::string_view name) {
  const auto rule = [&](uint32_t number) {
    return rules.rules()->Get(rules.by_name()->Get(number));
  };
  const uint32_t count = rules.by_name()->size();
  const uint32_t at = FirstFrom(name, count, [&](uint32_t number) { return NameOf(rule(number)); });
  return at < count && NameOf(rule(at)) == name ? rule(at) : nullptr;
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
  const auto same = [](const auto* one, const auto* other) { return IdOf(one) == IdOf(other); };
  all.erase(std::unique(all.begin(), all.end(), same), all.end());
  return all;
}

std::vector<TargetedRule> RuleSet::About(std::string_view type_name) const {
  std::vector<TargetedRule> about;
  for (const snapshot::Rules* rules : documents_) {
    const auto* targets = rules->by_type();
    if (targets == nullptr) continue;
    const auto target = [&](uint32_t number) { return TargetAt(*rules, *targets->Get(number)); };
    const auto type = [&](uint32_t number) { return target(number)->type_name()->string_view(); };
    for (uint32_t at = FirstFrom(type_name, targets->size(), type);
         at < targets->size() && type(at) == type_name; ++at) {
      about.push_back({.type_name = type(at),
                       .rule = rules->rules()->Get(targets->Get(at)->rule()),
                       .path = flatbuffers::GetStringView(target(at)->path()),
                       .unique = target(at)->unique()});
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
    const auto id = [&](uint32_t number) { return IdOf(rules.Get(number)); };
    for (uint32_t at = FirstFrom(word, rules.size(), id); at < rules.size() && Begins(word, id(at));
         ++at) {
      named.push_back(rules.Get(at));
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
