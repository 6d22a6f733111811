#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "diag/dialect.h"
#include "lint/finding.h"
#include "lint/rules.h"

namespace stackql {

// What holds for some files only, after the settings for all: `select` turns rules on as well,
// `ignore` off.
struct LevelOverride {
  std::function<bool(const std::string& path)> holds = {};  // none: for all of them
  std::vector<std::string> select = {};
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};
};

struct LevelSettings {
  std::vector<std::string> select = {};  // empty: all
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};  // error, warning, info or off
  std::map<std::string, std::string> fixes = {};     // safe, unsafe or shown
  Dialect dialect = Dialect::kRust;
  std::vector<LevelOverride> overrides = {};  // in order; the last one that holds wins
};

// Which rules are in force, and how severe each is. Rules are named as RuleSet::Named has it; the
// word that fits more closely wins, and `ignore` wins over `select`. A rule that holds for the
// other dialect only is off, whatever names it.
class Levels {
 public:
  explicit Levels(LevelSettings settings) : settings_(std::move(settings)) {}

  // Where no override holds. nullopt: the rule is off.
  std::optional<Severity> Of(const snapshot::Rule& rule) const;
  // How its fixes are applied, if the settings say so.
  std::optional<Fix::Kind> FixesOf(const snapshot::Rule& rule) const;
  // Whether it may be another one in some file.
  bool Vary() const;
  // Those in force in a file.
  Levels In(const std::string& path) const;
  // Whether a rule is on in some file.
  bool OnSomewhere(const snapshot::Rule& rule) const;
  // The lowest that a rule has in any file.
  std::optional<Severity> LowestOf(const snapshot::Rule& rule) const;

 private:
  // What overrides of some files make of it.
  std::vector<std::optional<Severity>> Elsewhere(const snapshot::Rule& rule) const;

  LevelSettings settings_;
};

// Names in the settings that no rule answers to, each once.
std::vector<std::string> UnknownNames(const RuleSet& rules, const LevelSettings& settings);

}  // namespace stackql
