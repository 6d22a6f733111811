#include "lint/rules.h"

#include <algorithm>

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
  for (const snapshot::Rule* rule : *rules->rules()) {
    const std::string_view id = rule->id()->string_view();
    const std::string_view name = rule->name()->string_view();
    if (index_.count(id) > 0 || index_.count(name) > 0) {
      known.emplace_back(index_.count(id) > 0 ? id : name);
      continue;
    }
    index_.emplace(id, rule);
    index_.emplace(name, rule);
    rules_.push_back(rule);
  }
  std::sort(rules_.begin(), rules_.end(), ById);
  return known;
}

const snapshot::Rule* RuleSet::Find(std::string_view id_or_name) const {
  const auto found = index_.find(id_or_name);
  return found == index_.end() ? nullptr : found->second;
}

std::string Format(std::string_view message,
                   const std::vector<std::pair<std::string, std::string>>& args) {
  std::string text;
  for (size_t at = 0; at < message.size();) {
    const size_t open = std::min(message.find('{', at), message.size());
    text += message.substr(at, open - at);
    if (open == message.size()) break;
    const size_t close = std::min(message.find('}', open), message.size() - 1);
    const std::string_view name = message.substr(open + 1, close - open - 1);
    const auto arg = std::find_if(args.begin(), args.end(),
                                  [&](const auto& entry) { return entry.first == name; });
    text += arg == args.end() ? std::string(message.substr(open, close - open + 1)) : arg->second;
    at = close + 1;
  }
  return text;
}

}  // namespace stackql
