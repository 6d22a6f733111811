#pragma once

#include "config/config.h"
#include "diag/problem.h"
#include "lint/levels.h"
#include "lint/rules.h"

namespace stackql {

// What is wrong with a configuration beyond its form: rules that lie elsewhere, and settings that
// silence all there is. `settings`: what it comes to. Problems: `invalid-config`,
// `silencing-config`.
void CheckConfig(const RuleSet& rules, const LevelSettings& settings, const config::Config& config,
                 Problems& problems);

}  // namespace stackql
