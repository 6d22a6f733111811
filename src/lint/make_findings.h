#pragma once

#include <span>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "lint/finding.h"
#include "lint/levels.h"
#include "lint/rules.h"

namespace stackql {

// Turns problems into findings: severity and text from the rule's document, places resolved to file
// bytes, uses of a value as notes. One mistake gives one finding: problems of one rule with one
// origin and message merge, and a rule gives way to those that silence it at the same place.
// Problems of rules that are off, or without a place in a file, are dropped. Sorted. `environments`
// are the names of those that problems count.
std::vector<Finding> MakeFindings(const Sources& sources, const Problems& problems,
                                  const RuleSet& rules, const Levels& levels,
                                  std::span<const std::string> environments = {});

}  // namespace stackql
