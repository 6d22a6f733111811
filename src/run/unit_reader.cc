#include "run/unit_reader.h"

#include <iterator>
#include <string_view>
#include <utility>

#include "base/path.h"
#include "base/pool.h"
#include "catalog/registry.h"
#include "config/config.h"
#include "discovery/discovery.h"
#include "discovery/exclude.h"
#include "run/bound_unit.h"
#include "run/providers.h"
#include "run/rules_in_force.h"

namespace stackql {
namespace {

void NoteFailures(const BoundUnit& unit, RunResult& result) {
  std::vector<std::string>& failures = result.report.failures;
  failures.insert(failures.end(), unit.failures.begin(), unit.failures.end());
}

}  // namespace

class UnitReader::Workspace {
 public:
  Workspace(const RunOptions& options, const snapshot::Snapshot& builtin)
      : options_(options),
        builtin_(builtin),
        rules_(options, builtin, result_),
        providers_(options.catalog, options.cache) {
    if (!options.cache.empty()) {
      registry_ = std::make_shared<const catalog::Registry>(options.cache + "/cfn",
                                                            catalog::Cache(options.cache));
    }
    Find();
  }

  size_t size() const { return result_.usage_errors.empty() ? units_.size() : 0; }

  std::unique_ptr<BoundUnit> Read(size_t number, const Drafts& drafts) const {
    UnitContext context = ContextFor(units_[number]);
    context.load.drafts = {&drafts, &options_.drafts};
    std::unique_ptr<BoundUnit> unit = LoadUnit(units_[number].unit, std::move(context));
    unit->context.load.drafts = {};  // they need not live as long
    return unit;
  }

  RunResult& result() { return result_; }

  RunResult Finish() {
    if (result_.usage_errors.empty()) {
      std::vector<std::string> failures = providers_.Failures();
      std::move(failures.begin(), failures.end(), std::back_inserter(result_.report.failures));
    }
    return std::move(result_);
  }

 private:
  struct InForce {
    discovery::Unit unit = {};
    const RulesInForce* rules = nullptr;
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
    result_.gone = std::move(found.gone);
    result_.report.failures = std::move(found.failures);
    if (found.units.empty() && result_.report.failures.empty() && !options_.allow_empty) {
      result_.report.failures.push_back("No stack or query file found in " + Quoted(paths));
    }
    const bool found_any = !found.units.empty();
    for (discovery::Unit& unit : WithoutGone(std::move(found.units))) {
      const RulesInForce& rules =
          rules_.For(unit.manifest.empty() ? unit.query_files.front() : unit.manifest);
      const size_t before = PathsOf(unit);
      const config::Config& config = rules.found.config;
      const bool left = discovery::Exclude(
          config.exclude, FolderAmongUnits(config.FolderOf("exclude"), options_.config_tree), unit);
      NoteExcluded(config, before - (left ? PathsOf(unit) : 0));
      if (!left) continue;
      NoteUnreadVariables(unit, config);
      const bool placed = options_.documents_beside || !options_.catalog.empty();
      auto provider = placed ? providers_.For(unit) : nullptr;
      units_.push_back({std::move(unit), &rules,
                        catalog::Catalog(builtin_, rules.more, std::move(provider), registry_)});
    }
    // Editors send whatever they show.
    if (found_any && units_.empty() && !options_.allow_empty && options_.overlay.empty()) {
      result_.report.failures.push_back("Everything in " + Quoted(paths) + " is excluded by " +
                                        Quoted(Excluding()));
    }
  }

  // The query files of a manifest that is to be none are of no stack.
  std::vector<discovery::Unit> WithoutGone(std::vector<discovery::Unit> units) const {
    std::vector<discovery::Unit> left;
    for (discovery::Unit& unit : units) {
      const auto draft = unit.manifest.empty() ? options_.drafts.end()
                                               : options_.drafts.find(RealPath(unit.manifest));
      if (draft == options_.drafts.end() || draft->second) {
        left.push_back(std::move(unit));
        continue;
      }
      for (std::string& file : unit.query_files) left.push_back({.query_files = {std::move(file)}});
    }
    return left;
  }

  static size_t PathsOf(const discovery::Unit& unit) {
    return unit.query_files.size() + (unit.manifest.empty() ? 0 : 1);
  }

  // A `.env` that stackql-deploy would read, if it ran there.
  void NoteUnreadVariables(const discovery::Unit& unit, const config::Config& config) {
    if (unit.manifest.empty() || !config.env_file.empty()) return;
    std::string file = JoinPath(ParentPath(unit.manifest), ".env");
    if (IsRegularFile(file)) result_.unread_variables.push_back(std::move(file));
  }

  void NoteExcluded(const config::Config& config, size_t paths) {
    if (paths == 0) return;
    result_.report.summary.silenced[config.path].paths += static_cast<uint32_t>(paths);
  }

  // The configurations that exclude something.
  std::vector<std::string> Excluding() const {
    std::vector<std::string> configs;
    for (const auto& [config, silenced] : result_.report.summary.silenced) {
      if (silenced.paths > 0) configs.push_back(config);
    }
    return configs;
  }

  static std::string Quoted(const std::vector<std::string>& paths) {
    std::string text;
    for (const std::string& path : paths) text += (text.empty() ? "'" : ", '") + path + "'";
    return text;
  }

  discovery::Discovered Discover(const std::vector<std::string>& paths) {
    std::vector<std::string> on_disk;
    for (const std::string& path : paths) {
      if (options_.overlay.count(path) == 0) on_disk.push_back(path);
    }
    discovery::Discovered found;
    if (!on_disk.empty()) found = discovery::Discover(on_disk, options_.kept, options_.drafts);
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

  UnitContext ContextFor(const InForce& found) const {
    const RulesInForce& rules = *found.rules;
    const config::Config& config = rules.found.config;
    LoadOptions load = {.dialect = rules_.DialectFor(config),
                        .environments = options_.environments,
                        .variables = options_.variables,
                        .show_values = options_.show_values,
                        .max_file_size = options_.max_file_size,
                        .overlay = &overlay_};
    if (options_.config_tree.closed) load.boundary = options_.config_tree.units;
    if (load.environments.empty()) load.environments = config.environments;
    load.variables.insert(config.variables.begin(), config.variables.end());
    load.variables.insert(rules.found.variables.begin(), rules.found.variables.end());
    return {.rules = &rules.rules,
            .levels = &*rules.levels,
            .catalog = &found.catalog,
            .actions = options_.actions,
            .configs = rules.found.files,
            .rule_folders = rules.folders,
            .require_reason = config.require_reason,
            .load = std::move(load)};
  }

  const RunOptions& options_;
  const snapshot::Snapshot& builtin_;
  RunResult result_;
  RulesReader rules_;
  Providers providers_;
  std::shared_ptr<const catalog::Registry> registry_;
  std::map<std::string, std::string> overlay_;
  std::vector<InForce> units_;
};

UnitReader::UnitReader(const RunOptions& options, const snapshot::Snapshot& builtin)
    : workspace_(std::make_unique<Workspace>(options, builtin)) {}

UnitReader::~UnitReader() = default;

size_t UnitReader::size() const { return workspace_->size(); }

std::unique_ptr<BoundUnit> UnitReader::Read(size_t number) const {
  return workspace_->Read(number, {});
}

std::unique_ptr<BoundUnit> UnitReader::Read(size_t number, const Drafts& drafts) const {
  return workspace_->Read(number, drafts);
}

std::unique_ptr<BoundUnit> UnitReader::Next() {
  if (next_ >= size()) return nullptr;
  std::unique_ptr<BoundUnit> unit = Read(next_++);
  NoteFailures(*unit, workspace_->result());
  return unit;
}

RunResult UnitReader::Finish() { return workspace_->Finish(); }

ReadUnits::ReadUnits() = default;
ReadUnits::ReadUnits(ReadUnits&& other) noexcept = default;
ReadUnits::~ReadUnits() = default;

ReadUnits ReadAll(const RunOptions& options, const snapshot::Snapshot& builtin) {
  ReadUnits all;
  all.reader = std::make_unique<UnitReader>(options, builtin);
  all.units.resize(all.reader->size());
  RunParallel(all.units.size(), Jobs(options),
              [&](size_t i) { all.units[i] = all.reader->Read(i); });
  all.result = all.reader->Finish();
  for (const auto& unit : all.units) NoteFailures(*unit, all.result);
  return all;
}

}  // namespace stackql
