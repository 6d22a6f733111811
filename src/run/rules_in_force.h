#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diag/dialect.h"
#include "lint/levels.h"
#include "lint/rules.h"
#include "run/read_config.h"
#include "run/run.h"
#include "snapshot/snapshot.h"

namespace stackql {

// A configuration in force for some files: its rules and their levels.
struct RulesInForce {
  ConfigInForce found = {};
  RuleSet rules;
  std::optional<Levels> levels = {};
  std::vector<std::string> folders = {};      // with rules that are not the program's own
  std::vector<snapshot::Snapshot> more = {};  // of these
};

// Reads configurations and rule documents, each once, and notes in a result what is wrong in them,
// what they silence, and all rules.
class RulesReader {
 public:
  // All must outlive it.
  RulesReader(const RunOptions& options, const snapshot::Snapshot& builtin, RunResult& result);

  // Those in force for a file. They live as long as the reader.
  const RulesInForce& For(const std::string& path);

  Dialect DialectFor(const config::Config& config) const;

 private:
  void Read(const std::string& path, RulesInForce& rules);
  void ReadConfig(const std::string& path, RulesInForce& rules);
  void AddRules(const std::string& directory, const std::string& root, RulesInForce& rules);
  LevelSettings SettingsOf(const config::Config& config) const;
  void NoteSilenced(const RulesInForce& rules);

  const RunOptions& options_;
  const snapshot::Snapshot& builtin_;
  const RuleSet builtin_rules_;
  RunResult& result_;
  std::shared_ptr<std::deque<std::string>> bytes_ = std::make_shared<std::deque<std::string>>();
  std::map<std::string, RulesInForce> known_ = {};  // by the paths of configurations
};

}  // namespace stackql
