#include "run/check_config.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/path.h"
#include "discovery/exclude.h"
#include "rules/config.h"
#include "snapshot/snapshot_tables.h"

namespace stackql {
namespace {

Loc PlaceOf(const config::Config& config, const std::string& setting, const std::string& item) {
  const auto exact = config.places.find(setting + "/" + item);
  if (exact != config.places.end()) return exact->second;
  const auto whole = config.places.find(setting);
  return whole == config.places.end() ? Loc{} : whole->second;
}

void CheckRuleFolders(const config::Config& config, Problems& problems) {
  const std::string folder = config.FolderOf("rules");
  for (const std::string& path : config.rule_directories) {
    if (!LeadsOut(folder, path)) continue;
    problems.push_back({.what = rules::InvalidConfig::Outside{.path = path},
                        .where = PlaceOf(config, "rules", path),
                        .help = "Move it there, or name it with --rules."});
  }
}

void CheckExclude(const config::Config& config, Problems& problems) {
  for (const std::string& pattern : config.exclude) {
    if (!discovery::ExcludesAll(pattern)) continue;
    problems.push_back({.what = rules::SilencingConfig{.pattern = pattern},
                        .where = PlaceOf(config, "exclude", pattern)});
  }
}

void CheckSelect(const config::Config& config, Problems& problems) {
  const auto written = config.places.find("select");
  if (written == config.places.end() || !config.select.empty()) return;
  problems.push_back({.what = rules::SilencingConfig::Select{.setting = "select"},
                      .where = written->second,
                      .help = "Name rules or families, or remove the setting."});
}

struct Family {
  size_t rules = 0;  // of those that are selected
  size_t off = 0;
  bool ignored = false;  // by `ignore`, not by `severity`
};

void CheckFamilies(const RuleSet& rules, const LevelSettings& settings,
                   const config::Config& config, Problems& problems) {
  const Levels selected(rules, {.select = settings.select, .dialect = settings.dialect});
  const Levels ignored(
      rules, {.select = settings.select, .ignore = config.ignore, .dialect = settings.dialect});
  const Levels all(rules, {.select = settings.select,
                           .ignore = config.ignore,
                           .severity = config.severity,
                           .dialect = settings.dialect});
  std::map<std::string, Family> families;
  for (const snapshot::Rule* rule : rules.all()) {
    if (!selected.Of(*rule)) continue;
    Family& family = families[std::string(FamilyOf(*rule))];
    ++family.rules;
    if (!all.Of(*rule)) ++family.off;
    if (!ignored.Of(*rule)) family.ignored = true;
  }
  for (const auto& [name, family] : families) {
    if (family.rules == 0 || family.off < family.rules) continue;
    const std::string setting = family.ignored ? "ignore" : "severity";
    problems.push_back({.what =
                            rules::SilencingConfig::Family{
                                .count = family.rules, .family = name, .setting = setting},
                        .where = PlaceOf(config, setting, name)});
  }
}

}  // namespace

void CheckConfig(const RuleSet& rules, const LevelSettings& settings, const config::Config& config,
                 Problems& problems) {
  CheckRuleFolders(config, problems);
  CheckExclude(config, problems);
  CheckSelect(config, problems);
  CheckFamilies(rules, settings, config, problems);
}

}  // namespace stackql
