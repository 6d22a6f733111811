#pragma once

#include <string>

#include "diag/problem.h"
#include "rules/all.h"

namespace stackql::testing_support {

// The name of a problem's rule; its id where the rule is no built-in one.
inline std::string RuleName(const Problem& problem) {
  for (const rules::KnownMessage& known : rules::kMessages) {
    if (RuleId(known.rule) == problem.what.rule) return std::string(known.name);
  }
  return problem.what.rule.Text();
}

}  // namespace stackql::testing_support
