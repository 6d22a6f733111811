#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "lint/rules.h"

namespace stackql::report {

// All rules as README.md in this folder describes them. Those that are not `builtin` have no page.
std::string RulesJson(const RuleSet& rules, const RuleSet& builtin);
// One of them, with its examples.
std::string RuleJson(const snapshot::Rule& rule, const RuleSet& builtin);

}  // namespace stackql::report
