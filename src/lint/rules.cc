#include "lint/rules.h"

#include <algorithm>

#include "snapshot/snapshot_generated.h"

namespace stackql {
namespace {

bool ById(const snapshot::Rule* a, const snapshot::Rule* b) {
  return a->id()->string_view() < b->id()->string_view();
}

}  // namespace

RuleSet::RuleSet(const snapshot::Snapshot& builtin) { Add(builtin); }

std::vector<std::string> RuleSet::Add(const snapshot::Snapshot& more) {
  std::vector<std::string> known;
  const snapshot::Rules* rules = snapshot::GetRules(more);
  if (rules == nullptr || rules->rules() == nullptr) return known;
  const size_t before = rules_.size();
  rules_.reserve(before + rules->rules()->size());
  for (const snapshot::Rule* rule : *rules->rules()) {
    const bool taken = before > 0 && (Find(rule->id()->string_view()) != nullptr ||
                                      Find(rule->name()->string_view()) != nullptr);
    if (taken) {
      known.push_back(rule->id()->str());
    } else {
      rules_.push_back(rule);
    }
  }
  // A snapshot's rules are sorted already.
  if (before > 0) std::sort(rules_.begin(), rules_.end(), ById);
  return known;
}

const snapshot::Rule* RuleSet::Find(std::string_view id_or_name) const {
  // There are few rules, and they are looked up only where something was found.
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const snapshot::Rule* rule) {
    return rule->id()->string_view() == id_or_name || rule->name()->string_view() == id_or_name;
  });
  return found == rules_.end() ? nullptr : *found;
}

}  // namespace stackql
