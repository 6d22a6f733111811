#pragma once

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Texts that must hold a JSON object and do not: the rule json-text, whose document lists them.
void CheckJsonTexts(const Values& values, const Operation& operation, TargetedRules rules,
                    Problems& problems);

}  // namespace stackql
