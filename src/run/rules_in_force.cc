#include "run/rules_in_force.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "config/settings.h"
#include "diag/suggest.h"
#include "discovery/exclude.h"
#include "run/check_config.h"
#include "run/user_rules.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

// "FILE:3: " of each place in a configuration that names a rule; one empty: it is on the command
// line.
std::vector<std::string> PlacesNaming(const std::string& name, const ConfigInForce& found) {
  std::vector<std::string> settings = {""};
  for (size_t i = 0; i < found.config.overrides.size(); ++i) {
    settings.push_back("overrides/" + std::to_string(i) + "/");
  }
  std::vector<std::string> places;
  for (const std::string& within : settings) {
    for (const char* setting : {"select/", "ignore/", "severity/", "fixes/"}) {
      std::string key = within;
      key.append(setting).append(name);
      const auto origin = found.origins.find(key);
      if (origin != found.origins.end()) places.push_back(origin->second + ": ");
    }
  }
  if (places.empty()) places.emplace_back();
  return places;
}

std::string Advice(const std::string& name, const RuleSet& rules) {
  const std::string_view meant = Suggest(name, rules.Words());
  if (!meant.empty()) return "did you mean '" + std::string(meant) + "'?";
  return "run 'stackql-lint rules' to see them";
}

// How many types both describe.
uint32_t CountReplaced(const snapshot::Snapshot& own, const snapshot::Snapshot& builtin) {
  uint32_t count = 0;
  for (const std::string_view name : own.Names(snapshot::SectionKind::kService)) {
    const snapshot::Service* service = snapshot::GetService(own, name);
    const snapshot::Service* known = snapshot::GetService(builtin, name);
    if (service == nullptr || service->types() == nullptr || known == nullptr ||
        known->types() == nullptr) {
      continue;
    }
    for (const snapshot::ResourceType* type : *service->types()) {
      count += static_cast<uint32_t>(
          std::ranges::count_if(*known->types(), [&](const snapshot::ResourceType* each) {
            return each->type_name()->string_view() == type->type_name()->string_view();
          }));
    }
  }
  return count;
}

}  // namespace

RulesReader::RulesReader(const RunOptions& options, const snapshot::Snapshot& builtin,
                         RunResult& result)
    : options_(options), builtin_(builtin), builtin_rules_(builtin), result_(result) {
  result_.rules = std::make_unique<RuleSet>(builtin_rules_);
  result_.rule_bytes = bytes_;
}

const RulesInForce& RulesReader::For(const std::string& path) {
  const std::string config = FindConfigFor(path, options_);
  const auto known = known_.find(config);
  if (known != known_.end()) return known->second;
  RulesInForce& rules = known_.emplace(config, RulesInForce{.rules = builtin_rules_}).first->second;
  Read(config, rules);
  return rules;
}

void RulesReader::Read(const std::string& path, RulesInForce& rules) {
  if (!path.empty()) ReadConfig(path, rules);
  for (const std::string& directory : options_.rule_directories) AddRules(directory, {}, rules);
  const config::Config& config = rules.found.config;
  const std::string folder = config.FolderOf("rules");
  for (const std::string& directory : config.rule_directories) {
    AddRules(JoinPath(folder, directory), folder.empty() ? "." : folder, rules);
  }
  const LevelSettings settings = SettingsOf(config);
  for (const std::string& name : UnknownNames(rules.rules, settings)) {
    for (std::string& place : PlacesNaming(name, rules.found)) {
      place.append("unknown rule or family '").append(name).append("'; ");
      place.append(Advice(name, rules.rules));
      result_.usage_errors.push_back(std::move(place));
    }
  }
  rules.levels.emplace(settings);
  if (!path.empty()) NoteSilenced(rules);
}

void RulesReader::ReadConfig(const std::string& path, RulesInForce& rules) {
  Sources sources;
  Values values(sources);
  Problems problems;
  ConfigInForce found = ReadConfigFile(path, options_, values, problems, result_.usage_errors);
  if (found.files.empty()) return;
  CheckConfig(rules.rules, SettingsOf(found.config), found.config, problems);
  NoteProblems(sources, problems, builtin_, result_);
  rules.found = std::move(found);
}

void RulesReader::AddRules(const std::string& directory, const std::string& root,
                           RulesInForce& rules) {
  rules.folders.push_back(directory);
  rules.more.push_back(
      AddUserRules({directory, root, &options_.drafts}, builtin_, *bytes_, rules.rules, result_));
}

// The settings in force with a configuration; an empty one leaves those of the command line.
LevelSettings RulesReader::SettingsOf(const config::Config& config) const {
  LevelSettings settings = {.select = options_.select.empty() ? config.select : options_.select,
                            .ignore = config.ignore,
                            .severity = config.severity,
                            .fixes = config.fixes,
                            .dialect = DialectFor(config)};
  settings.ignore.insert(settings.ignore.end(), options_.ignore.begin(), options_.ignore.end());
  for (const config::Override& each : config.overrides) {
    const std::string folder = FolderAmongUnits(each.folder, options_.config_tree);
    LevelOverride& override = settings.overrides.emplace_back(
        LevelOverride{.holds = discovery::Matcher(each.paths, folder),
                      .ignore = each.ignore,
                      .severity = each.severity});
    // The command line has the last word.
    if (options_.select.empty()) override.select = each.select;
    override.ignore.insert(override.ignore.end(), options_.ignore.begin(), options_.ignore.end());
  }
  return settings;
}

void RulesReader::NoteSilenced(const RulesInForce& rules) {
  const Levels without(SettingsOf({.dialect = rules.found.config.dialect}));
  Silenced silenced;
  for (const snapshot::Rule* rule : rules.rules.all()) {
    const std::optional<Severity> before = without.Of(*rule);
    const std::optional<Severity> now = rules.levels->LowestOf(*rule);
    if (!before) continue;
    if (!now) {
      ++silenced.rules;
    } else if (*now < *before) {
      ++silenced.lowered;
    }
  }
  for (const snapshot::Snapshot& own : rules.more) silenced.types += CountReplaced(own, builtin_);
  // What the command line does not overrule.
  const config::Config& config = rules.found.config;
  const Dialect assumed = DialectFor(config);
  if (!options_.dialect && assumed != Dialect::kRust) {
    silenced.deploy_version =
        std::ranges::find(config::kVersions, assumed, &config::NamedDialect::dialect)->name;
  }
  if (options_.environments.empty()) silenced.environments = config.environments;
  if (silenced == Silenced()) return;
  result_.report.summary.silenced[config.path] = std::move(silenced);
}

Dialect RulesReader::DialectFor(const config::Config& config) const {
  return options_.dialect.value_or(config.dialect.value_or(Dialect::kRust));
}

}  // namespace stackql
