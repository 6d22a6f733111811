#pragma once

#include <span>

#include "diag/problem.h"
#include "lint/created_resource.h"
#include "lint/rules.h"
#include "value/fwd.h"

namespace stackql {

// What is wrong with the resources of a stack together, one environment at a time:
// `duplicate-resource-name`, `overlapping-subnets`, `subnet-outside-vpc`,
// `mixed-dead-letter-queue`, `late-dependency`, `returning-after-other`, and the declarative rules
// about references.
void CheckTogether(const Values& values, std::span<const CreatedResource> resources,
                   size_t environments, const RuleSet& rules, Problems& problems);

}  // namespace stackql
