#pragma once

#include <span>

#include "diag/problem.h"
#include "lint/created_resource.h"
#include "lint/rules.h"
#include "value/fwd.h"

namespace stackql {

// The declarative rules with `refers`: what a resource must be like because of another one of the
// stack that one of its properties refers to.
void CheckReferenceRules(const Values& values, std::span<const CreatedResource* const> resources,
                         const SharedTexts& texts, const RuleSet& rules, Problems& problems);

}  // namespace stackql
