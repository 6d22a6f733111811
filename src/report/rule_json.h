#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>

#include "lint/rules.h"

namespace stackql::report {

// Rules as README.md in this folder describes them. Those that are not `builtin` have no page.
std::string RulesJson(std::span<const snapshot::Rule* const> rules, const RuleSet& builtin);
// One of them, with its examples.
std::string RuleJson(const snapshot::Rule& rule, const RuleSet& builtin);

}  // namespace stackql::report
