#pragma once

#include <cstdint>
#include <string_view>

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql {

// What stackql-deploy makes of a resource's `if`.
enum class Verdict : uint8_t {
  kTrue,
  kFalse,
  kUnknown,
  kFatal,  // the run ends: "Error evaluating condition"
};

// Evaluates a rendered condition, which may hold holes: the words true and false, else the first of
// ==, != and ` in [...]` that occurs, its operands compared as texts (stackql-deploy's
// src/commands/base.rs). An operand that is not known is taken to hold no operator.
Verdict EvaluateCondition(std::string_view rendered);

// Reports what is wrong with a condition for whatever values its variables have
// (`invalid-condition`, `constant-condition`).
void CheckCondition(Values& values, ValueId condition, Problems& problems);

// Reports a condition that cannot be evaluated with the values that its variables have, unless it
// cannot with any (`invalid-condition`). `rendered`: its context string.
void CheckRendered(Values& values, ValueId condition, ValueId rendered, Problems& problems);

}  // namespace stackql
