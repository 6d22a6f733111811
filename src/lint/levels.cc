#include "lint/levels.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

size_t BestFit(const std::vector<std::string>& names, const snapshot::Rule& rule) {
  size_t best = 0;
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

// What the best fitting name gives; null if none fits.
const std::string* BestOf(const std::map<std::string, std::string>& by_name,
                          const snapshot::Rule& rule) {
  size_t best = 0;
  const std::string* word = nullptr;
  for (const auto& [name, given] : by_name) {
    const size_t fit = Fit(name, rule);
    if (fit <= best) continue;
    best = fit;
    word = &given;
  }
  return word;
}

// The level that the best fitting name gives; `level` if none fits.
std::optional<Severity> Raised(const std::map<std::string, std::string>& severities,
                               const snapshot::Rule& rule, std::optional<Severity> level) {
  const std::string* severity = BestOf(severities, rule);
  return severity == nullptr ? level : Parse(*severity);
}

std::optional<Severity> Level(const LevelSettings& settings, const snapshot::Rule& rule) {
  if (!HoldsFor(settings.dialect, rule)) return std::nullopt;
  const size_t selected = settings.select.empty() ? 1 : BestFit(settings.select, rule);
  const size_t ignored = BestFit(settings.ignore, rule);
  if (selected == 0 || ignored >= selected) return std::nullopt;
  return Raised(settings.severity, rule, Default(rule));
}

// What an override makes of a rule's level; nothing if it does not name the rule.
std::optional<std::optional<Severity>> Overridden(const LevelOverride& override,
                                                  const snapshot::Rule& rule,
                                                  std::optional<Severity> level) {
  const size_t selected = BestFit(override.select, rule);
  const size_t ignored = BestFit(override.ignore, rule);
  std::optional<Severity> now = level;
  if (selected > ignored && !now) now = Default(rule);
  if (ignored > 0 && ignored >= selected) now.reset();
  if (now) now = Raised(override.severity, rule, now);
  const bool named = std::ranges::any_of(
      override.severity, [&](const auto& entry) { return Fit(entry.first, rule) > 0; });
  if (!named && selected == 0 && ignored == 0) return std::nullopt;
  return now;
}

}  // namespace

std::optional<Severity> Levels::Of(const snapshot::Rule& rule) const {
  const std::optional<Severity> general = Level(settings_, rule);
  std::optional<Severity> level = general;
  for (const LevelOverride& override : settings_.overrides) {
    if (override.holds || !HoldsFor(settings_.dialect, rule)) continue;
    level = Overridden(override, rule, general).value_or(level);
  }
  return level;
}

bool Levels::Vary() const {
  return std::ranges::any_of(settings_.overrides,
                             [](const LevelOverride& override) { return bool{override.holds}; });
}

Levels Levels::In(const std::string& path) const {
  LevelSettings settings = settings_;
  std::erase_if(settings.overrides, [&](const LevelOverride& override) {
    return override.holds && !override.holds(path);
  });
  for (LevelOverride& override : settings.overrides) override.holds = {};
  return Levels(std::move(settings));
}

std::optional<Severity> Levels::LowestOf(const snapshot::Rule& rule) const {
  std::optional<Severity> lowest = Of(rule);
  for (const auto& level : Elsewhere(rule)) lowest = std::min(lowest, level);
  return lowest;
}

bool Levels::OnSomewhere(const snapshot::Rule& rule) const {
  return Of(rule) ||
         std::ranges::any_of(Elsewhere(rule), [](const auto& level) { return bool{level}; });
}

std::vector<std::optional<Severity>> Levels::Elsewhere(const snapshot::Rule& rule) const {
  std::vector<std::optional<Severity>> levels;
  const std::optional<Severity> general = Level(settings_, rule);
  for (const LevelOverride& override : settings_.overrides) {
    if (!override.holds || !HoldsFor(settings_.dialect, rule)) continue;
    if (const auto level = Overridden(override, rule, general)) levels.push_back(*level);
  }
  return levels;
}

std::optional<Fix::Kind> Levels::FixesOf(const snapshot::Rule& rule) const {
  const std::string* kind = BestOf(settings_.fixes, rule);
  if (kind == nullptr) return std::nullopt;
  return *kind == "safe"     ? Fix::Kind::kSafe
         : *kind == "unsafe" ? Fix::Kind::kUnsafe
                             : Fix::Kind::kShown;
}

std::vector<std::string> UnknownNames(const RuleSet& rules, const LevelSettings& settings) {
  std::vector<std::string> names;
  const auto add = [&](const auto& from) {
    names.insert(names.end(), from.select.begin(), from.select.end());
    names.insert(names.end(), from.ignore.begin(), from.ignore.end());
    for (const auto& entry : from.severity) names.push_back(entry.first);
  };
  add(settings);
  for (const auto& entry : settings.fixes) names.push_back(entry.first);
  for (const LevelOverride& override : settings.overrides) add(override);
  std::set<std::string_view> seen;
  std::vector<std::string> unknown;
  for (const std::string& name : names) {
    if (seen.insert(name).second && rules.Named(name).empty()) unknown.push_back(name);
  }
  return unknown;
}

}  // namespace stackql
