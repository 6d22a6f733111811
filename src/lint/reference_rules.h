#pragma once

#include <span>

#include "diag/problem.h"
#include "lint/created_resource.h"
#include "lint/rules.h"
#include "value/fwd.h"

namespace stackql {

// The declarative rules about several resources of a stack: with `refers`, what a resource must be
// like because of another one that one of its properties refers to; with `unique`, what no other
// one may have.
void CheckReferenceRules(const Values& values, std::span<const CreatedResource* const> resources,
                         const SharedTexts& texts, const RuleSet& rules, Problems& problems);

}  // namespace stackql
