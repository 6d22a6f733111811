#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "config/discovery.h"
#include "lint/finding.h"
#include "lint/levels.h"
#include "lint/rules.h"

namespace stackql {

// What linting one unit needs; shared between threads, read only.
struct UnitContext {
  const RuleSet* rules = nullptr;
  const Levels* levels = nullptr;
  const catalog::Catalog* catalog = nullptr;
  std::vector<std::string> environments = {};  // empty: those that the manifest names
  std::map<std::string, std::string> variables = {};
  uint64_t max_file_size = 10 << 20;
  // Contents given instead of a file's (standard input), by path.
  const std::map<std::string, std::string>* overlay = nullptr;
};

// Lints one stack, or query files without one.
Report LintUnit(const config::Unit& unit, const UnitContext& context);

}  // namespace stackql
