#pragma once

#include "diag/problem.h"
#include "stack/evaluate.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// Checks what one run of a stack (or of a query file, with an empty stack) gave: those of
// answers.h, providers.h, returns.h and row_counts.h.
void CheckEvaluation(const Values& values, const Stack& stack, const Evaluation& evaluation,
                     Problems& problems);

}  // namespace stackql
