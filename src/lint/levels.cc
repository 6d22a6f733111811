#include "lint/levels.h"

#include <algorithm>
#include <string_view>

#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

// How well a name of the settings fits a rule: 0 not at all, 1 by family, 2 by id or name.
int Fit(std::string_view name, const snapshot::Rule& rule) {
  const std::string_view id = rule.id()->string_view();
  if (name == id || name == rule.name()->string_view()) return 2;
  return name == FamilyOf(rule) ? 1 : 0;
}

int BestFit(const std::vector<std::string>& names, const snapshot::Rule& rule) {
  int best = 0;
  for (const std::string& name : names) best = std::max(best, Fit(name, rule));
  return best;
}

std::optional<Severity> Parse(std::string_view level) {
  if (level == "error") return Severity::kError;
  if (level == "warning") return Severity::kWarning;
  if (level == "info") return Severity::kInfo;
  return std::nullopt;
}

Severity Default(const snapshot::Rule& rule) { return static_cast<Severity>(rule.severity()); }

bool HoldsFor(Dialect dialect, const snapshot::Rule& rule) {
  const bool python = dialect == Dialect::kPython;
  return rule.dialect() != (python ? snapshot::Dialect::Rust : snapshot::Dialect::Python);
}

std::optional<Severity> Level(const LevelSettings& settings, const snapshot::Rule& rule) {
  if (!HoldsFor(settings.dialect, rule)) return std::nullopt;
  const int selected = settings.select.empty() ? 1 : BestFit(settings.select, rule);
  const int ignored = BestFit(settings.ignore, rule);
  if (selected == 0 || ignored >= selected) return std::nullopt;
  std::optional<Severity> level = Default(rule);
  int best = 0;
  for (const auto& entry : settings.severity) {
    const int fit = Fit(entry.first, rule);
    if (fit <= best) continue;
    best = fit;
    level = Parse(entry.second);
  }
  return level;
}

}  // namespace

Levels::Levels(const RuleSet& rules, const LevelSettings& settings) {
  for (const snapshot::Rule* rule : rules.all()) {
    const std::optional<Severity> level = Level(settings, *rule);
    if (level != Default(*rule)) changed_.emplace(rule, level);
  }
}

std::optional<Severity> Levels::Of(const snapshot::Rule& rule) const {
  const auto found = changed_.find(&rule);
  return found == changed_.end() ? Default(rule) : found->second;
}

std::vector<std::string> UnknownNames(const RuleSet& rules, const LevelSettings& settings) {
  std::vector<std::string> names = settings.select;
  names.insert(names.end(), settings.ignore.begin(), settings.ignore.end());
  for (const auto& entry : settings.severity) names.push_back(entry.first);
  std::erase_if(names, [&](const std::string& name) {
    return std::any_of(rules.all().begin(), rules.all().end(),
                       [&](const snapshot::Rule* rule) { return Fit(name, *rule) > 0; });
  });
  return names;
}

}  // namespace stackql
