#pragma once

#include "catalog/catalog.h"
#include "discovery/discovery.h"
#include "lint/finding.h"
#include "lint/levels.h"
#include "lint/rules.h"
#include "run/loaded_unit.h"

namespace stackql {

// What linting one unit needs; shared between threads, read only.
struct UnitContext {
  const RuleSet* rules = nullptr;
  const Levels* levels = nullptr;
  const catalog::Catalog* catalog = nullptr;
  LoadOptions load = {};
};

// Lints one stack, or query files without one.
Report LintUnit(const discovery::Unit& unit, const UnitContext& context);

}  // namespace stackql
