#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "lint/evaluate.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// Turns what an evaluator found wrong with an operation's properties into problems.
Problems ToProblems(const Values& values, const Operation& operation,
                    const std::vector<Failure>& failures);

// The last name on a failure's path; the type's for the resource itself.
std::string NameAt(const Operation& operation, std::string_view path);

// Where a failure is to be shown.
Loc PointAt(const Values& values, const Operation& operation, const Failure& failure);

}  // namespace stackql
