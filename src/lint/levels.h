#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/dialect.h"
#include "lint/finding.h"
#include "lint/rules.h"

namespace stackql {

// Which rules are in force, and how severe each is. Rules are named by id, by name, or by the
// letters of their family ("TAG"); the longer name wins, and `ignore` wins over `select`. A rule
// that holds for the other dialect only is off, whatever names it.
struct LevelSettings {
  std::vector<std::string> select = {};  // empty: all
  std::vector<std::string> ignore = {};
  std::map<std::string, std::string> severity = {};  // error, warning, info or off
  Dialect dialect = Dialect::kRust;
};

class Levels {
 public:
  Levels(const RuleSet& rules, const LevelSettings& settings);

  // nullopt: the rule is off.
  std::optional<Severity> Of(const snapshot::Rule& rule) const;

 private:
  std::map<const snapshot::Rule*, std::optional<Severity>> changed_;
};

// Names in the settings that no rule answers to.
std::vector<std::string> UnknownNames(const RuleSet& rules, const LevelSettings& settings);

}  // namespace stackql
