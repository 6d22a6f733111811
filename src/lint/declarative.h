#pragma once

#include "diag/problem.h"
#include "lint/evaluate.h"
#include "lint/lookup.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Whether a declarative rule is certainly about a value.
bool HoldsWhen(const Values& values, const snapshot::Rule& rule, ValueId value);

// A declarative rule: what `when` certainly holds for must not certainly break `require`.
void CheckRuleAt(const Values& values, const Operation& operation, const snapshot::Rule& rule,
                 const Found& found, Problems& problems);

// What a value lacks that a declarative rule requires of it.
Problem RuleProblem(const Values& values, const Operation& operation, const snapshot::Rule& rule,
                    const Found& found, Failure guilty);

}  // namespace stackql
