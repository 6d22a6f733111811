#include "run/run.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <thread>
#include <utility>

#include "base/path.h"
#include "base/pool.h"
#include "base/read_file.h"
#include "catalog/registry.h"
#include "config/config.h"
#include "discovery/discovery.h"
#include "discovery/exclude.h"
#include "lint/make_findings.h"
#include "lint/rule_documents.h"
#include "run/providers.h"
#include "run/reports.h"
#include "run/unit.h"
#include "text/lines.h"
#include "value/value.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

// A configuration in force for some units: its rules and their levels.
struct Policy {
  config::Config config = {};
  RuleSet rules;
  std::optional<Levels> levels = {};
  std::vector<snapshot::Snapshot> more = {};  // of the rule directories
};

// "path:line:column: error[RULE] what is wrong. How to mend it."
std::string Compact(const Finding& finding, std::string_view file) {
  const Position at = LineIndex(file).At(finding.where.span.begin);
  return finding.where.path + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) +
         ": " + std::string(Name(finding.severity)) + "[" + finding.rule + "] " + finding.message +
         (finding.help.empty() ? "" : " ") + finding.help;
}

std::string_view BytesOf(const Sources& sources, const std::string& path) {
  for (TextId id = 0; id < sources.size(); ++id) {
    if (sources.StepOf(id) == Step::kFile && sources.Path(id) == path) return sources.Bytes(id);
  }
  return {};
}

class Runner {
 public:
  Runner(const RunOptions& options, const snapshot::Snapshot& builtin, RunResult& result)
      : options_(options),
        builtin_(builtin),
        result_(result),
        providers_(options.catalog, options.cache) {
    if (options.cache.empty()) return;
    registry_ = std::make_shared<const catalog::Registry>(options.cache + "/cfn",
                                                          catalog::Cache(options.cache));
  }

  void Run() {
    Find();
    if (!result_.usage_errors.empty()) return;
    std::vector<Report> reports(units_.size());
    const unsigned cores = std::max(std::thread::hardware_concurrency(), 1U);
    RunParallel(units_.size(), options_.jobs > 0 ? options_.jobs : cores,
                [&](size_t i) { reports[i] = LintUnit(units_[i].unit, ContextFor(units_[i])); });
    for (Report& report : reports) Merge(std::move(report), result_.report);
    AddFailuresOfProviders();
    Finish(result_.report);
  }

  void Visit(const std::function<void(LoadedUnit&, const UnitContext&)>& visit) {
    Find();
    if (!result_.usage_errors.empty()) return;
    for (const Found& found : units_) {
      const UnitContext context = ContextFor(found);
      LoadedUnit loaded(found.unit, context.load);
      visit(loaded, context);
      std::move(loaded.failures.begin(), loaded.failures.end(),
                std::back_inserter(result_.report.failures));
    }
    AddFailuresOfProviders();
  }

 private:
  struct Found {
    discovery::Unit unit = {};
    const Policy* policy = nullptr;
    catalog::Catalog catalog;
  };

  // The units to read, with the configuration in force for each.
  void Find() {
    std::vector<std::string> paths = options_.paths;
    if (paths.empty()) paths.emplace_back(".");
    if (std::string error = providers_.Error(); !error.empty()) {
      result_.usage_errors.push_back(std::move(error));
    }
    discovery::Discovered found = Discover(paths);
    result_.report.failures = std::move(found.failures);
    for (discovery::Unit& unit : found.units) {
      const Policy* policy = PolicyFor(unit);
      if (!discovery::Exclude(policy->config.exclude,
                              std::string(ParentPath(CleanPath(policy->config.path))), unit))
        continue;
      auto provider = providers_.For(unit);
      units_.push_back({std::move(unit), policy,
                        catalog::Catalog(builtin_, policy->more, std::move(provider), registry_)});
    }
  }

  discovery::Discovered Discover(const std::vector<std::string>& paths) {
    std::vector<std::string> on_disk;
    for (const std::string& path : paths) {
      if (options_.overlay.count(path) == 0) on_disk.push_back(path);
    }
    discovery::Discovered found;
    if (!on_disk.empty()) found = discovery::Discover(on_disk);
    for (const auto& entry : options_.overlay) {
      discovery::Discovered given = discovery::DiscoverOne(entry.first);
      // Found under the name by which the unit reads it.
      for (const discovery::Unit& unit : given.units) {
        const std::string& whole = unit.manifest.empty() ? unit.query_files.front() : unit.manifest;
        overlay_[unit.only.empty() ? whole : unit.only.front()] = entry.second;
      }
      std::move(given.units.begin(), given.units.end(), std::back_inserter(found.units));
    }
    return found;
  }

  // --- configuration -----------------------------------------------------------------------------

  const Policy* PolicyFor(const discovery::Unit& unit) {
    std::string path = options_.config;
    if (options_.no_config) path.clear();
    if (path.empty() && !options_.no_config) {
      path = config::FindConfig(unit.manifest.empty() ? unit.query_files.front() : unit.manifest);
    }
    const auto known = policies_.find(path);
    if (known != policies_.end()) return &known->second;
    Policy& policy = policies_.emplace(path, Policy{.rules = RuleSet(builtin_)}).first->second;
    ReadPolicy(path, policy);
    return &policy;
  }

  void ReadPolicy(const std::string& path, Policy& policy) {
    if (!path.empty()) ReadConfig(path, policy);
    for (const std::string& directory : RuleDirectories(path, policy)) {
      AddRules(directory, policy);
    }
    LevelSettings settings = {
        .select = options_.select.empty() ? policy.config.select : options_.select,
        .ignore = policy.config.ignore,
        .severity = policy.config.severity,
        .dialect = DialectFor(policy)};
    settings.ignore.insert(settings.ignore.end(), options_.ignore.begin(), options_.ignore.end());
    for (const std::string& name : UnknownNames(policy.rules, settings)) {
      result_.usage_errors.push_back("no rule or family '" + name +
                                     "'; run 'stackql-lint rules' to see them");
    }
    policy.levels.emplace(policy.rules, settings);
  }

  std::vector<std::string> RuleDirectories(const std::string& path, const Policy& policy) const {
    std::vector<std::string> directories = options_.rule_directories;
    for (const std::string& directory : policy.config.rule_directories) {
      directories.push_back((fs::path(path).parent_path() / directory).generic_string());
    }
    return directories;
  }

  void ReadConfig(const std::string& path, Policy& policy) {
    auto bytes = ReadWholeFile(path, options_.max_file_size);
    if (!bytes) {
      result_.usage_errors.push_back(bytes.error().message);
      return;
    }
    Sources sources;
    Values values(sources);
    Problems problems;
    policy.config = config::Read(values, sources.AddFile(path, std::move(*bytes)), problems);
    Note(sources, problems);
  }

  void AddRules(const std::string& directory, Policy& policy) {
    Sources sources;
    Values values(sources);
    Problems problems;
    const catalog::Catalog known(builtin_);
    result_.rule_bytes.push_back(lint::CompileRules(values, directory, problems, &known));
    Note(sources, problems);
    const snapshot::Snapshot compiled = snapshot::Snapshot::Open(result_.rule_bytes.back());
    for (const std::string& name : policy.rules.Add(compiled)) {
      std::string error = directory;
      error.append(": rule '").append(name).append("' exists already");
      result_.usage_errors.push_back(std::move(error));
    }
    result_.rules->Add(compiled);
    policy.more.push_back(compiled);
  }

  // Findings in configurations and rule documents: warnings are shown with the others, errors stop
  // the run.
  void Note(const Sources& sources, const Problems& problems) {
    const RuleSet rules(builtin_);
    for (Finding& finding : MakeFindings(sources, problems, rules, Levels(rules, {}))) {
      const std::string_view file = BytesOf(sources, finding.where.path);
      if (finding.severity == Severity::kError) {
        result_.usage_errors.push_back(Compact(finding, file));
        continue;
      }
      result_.report.files.emplace(finding.where.path, file);
      result_.report.findings.push_back(std::move(finding));
    }
  }

  Dialect DialectFor(const Policy& policy) const {
    return options_.dialect.value_or(policy.config.dialect.value_or(Dialect::kRust));
  }

  UnitContext ContextFor(const Found& found) const {
    const Policy& policy = *found.policy;
    LoadOptions load = {.dialect = DialectFor(policy),
                        .environments = options_.environments,
                        .variables = options_.variables,
                        .show_values = options_.show_values,
                        .max_file_size = options_.max_file_size,
                        .overlay = &overlay_};
    if (load.environments.empty()) load.environments = policy.config.environments;
    load.variables.insert(policy.config.variables.begin(), policy.config.variables.end());
    return {.rules = &policy.rules,
            .levels = &*policy.levels,
            .catalog = &found.catalog,
            .load = std::move(load)};
  }

  // --- results -----------------------------------------------------------------------------------

  void AddFailuresOfProviders() {
    if (options_.require_catalog && result_.report.summary.without_documents > 0) {
      result_.report.failures.emplace_back(
          "no documents of StackQL's awscc provider were found, which --require-catalog demands");
    }
    std::vector<std::string> failures = providers_.Failures();
    std::move(failures.begin(), failures.end(), std::back_inserter(result_.report.failures));
  }

  const RunOptions& options_;
  const snapshot::Snapshot& builtin_;
  RunResult& result_;
  Providers providers_;
  std::shared_ptr<const catalog::Registry> registry_;
  std::map<std::string, Policy> policies_;
  std::map<std::string, std::string> overlay_;
  std::vector<Found> units_;
};

}  // namespace

RunResult Run(const RunOptions& options, const snapshot::Snapshot& builtin) {
  RunResult result;
  result.rules = std::make_unique<RuleSet>(builtin);
  Runner(options, builtin, result).Run();
  return result;
}

RunResult ForEachUnit(
    const RunOptions& options, const snapshot::Snapshot& builtin,
    const std::function<void(LoadedUnit& unit, const UnitContext& context)>& visit) {
  RunResult result;
  result.rules = std::make_unique<RuleSet>(builtin);
  Runner(options, builtin, result).Visit(visit);
  return result;
}

}  // namespace stackql
