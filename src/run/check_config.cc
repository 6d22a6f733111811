#include "run/check_config.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

void CheckFailOn(const config::Config& config, Problems& problems) {
  if (config.fail_on != "never") return;
  problems.push_back({.what = rules::SilencingConfig::Never{.setting = "fail-on"},
                      .where = PlaceOf(config, "fail-on", "")});
}

struct Family {
  std::vector<const snapshot::Rule*> rules = {};  // of those that are selected
  size_t off = 0;
  bool ignored = false;  // by `ignore`, not by `severity`
};

// The longest word of a setting that means all rules of a family; empty: they are named one by one.
std::string WordFor(const Family& family, const RuleSet& rules, const config::Config& config) {
  std::string longest;
  const auto take = [&](const std::string& word) {
    const bool all = rules.Find(word) == nullptr &&
                     std::ranges::all_of(family.rules, [&](const snapshot::Rule* rule) {
                       return Fit(word, *rule) > 0;
                     });
    if (all && word.size() > longest.size()) longest = word;
  };
  if (family.ignored) {
    for (const std::string& word : config.ignore) take(word);
  } else {
    for (const auto& entry : config.severity) take(entry.first);
  }
  return longest;
}

// The families whose rules are all off, of rules that are selected.
std::vector<Family> FamiliesOff(const RuleSet& rules, const LevelSettings& settings,
                                const config::Config& config) {
  const Levels selected({.select = settings.select, .dialect = settings.dialect});
  const Levels ignored(
      {.select = settings.select, .ignore = config.ignore, .dialect = settings.dialect});
  const Levels all({.select = settings.select,
                    .ignore = config.ignore,
                    .severity = config.severity,
                    .dialect = settings.dialect});
  std::vector<Family> families;
  for (const snapshot::Rule* rule : rules.all()) {
    if (!selected.Of(*rule)) continue;
    if (families.empty() || FamilyOf(*families.back().rules.front()) != FamilyOf(*rule)) {
      families.emplace_back();
    }
    Family& family = families.back();
    family.rules.push_back(rule);
    if (!all.Of(*rule)) ++family.off;
    if (!ignored.Of(*rule)) family.ignored = true;
  }
  std::erase_if(families, [](const Family& family) { return family.off < family.rules.size(); });
  return families;
}

void CheckFamilies(const RuleSet& rules, const LevelSettings& settings,
                   const config::Config& config, Problems& problems) {
  std::map<std::pair<std::string, std::string>, std::vector<Family>> by_word;
  for (const Family& family : FamiliesOff(rules, settings, config)) {
    const std::string word = WordFor(family, rules, config);
    const std::string name(FamilyOf(*family.rules.front()));
    by_word[{family.ignored ? "ignore" : "severity", word.empty() ? name : word}].push_back(family);
  }
  for (const auto& [by, families] : by_word) {
    const auto& [setting, word] = by;
    size_t count = 0;
    for (const Family& family : families) count += family.rules.size();
    const Message what = families.size() == 1
                             ? Message(rules::SilencingConfig::Family{
                                   .count = count,
                                   .family = FamilyOf(*families.front().rules.front()),
                                   .setting = setting})
                             : rules::SilencingConfig::Families{
                                   .count = count, .families = families.size(), .setting = setting};
    problems.push_back({.what = what, .where = PlaceOf(config, setting, word)});
  }
}

}  // namespace

void CheckConfig(const RuleSet& rules, const LevelSettings& settings, const config::Config& config,
                 Problems& problems) {
  CheckRuleFolders(config, problems);
  CheckExclude(config, problems);
  CheckSelect(config, problems);
  CheckFailOn(config, problems);
  CheckFamilies(rules, settings, config, problems);
}

}  // namespace stackql
