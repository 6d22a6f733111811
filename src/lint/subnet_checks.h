#pragma once

#include <span>

#include "diag/problem.h"
#include "lint/created_resource.h"
#include "value/fwd.h"

namespace stackql {

// Subnets that have addresses in common, or that lie outside the blocks of their VPC:
// `overlapping-subnets` and `subnet-outside-vpc`, of resources in one environment.
void CheckSubnets(const Values& values, std::span<const CreatedResource* const> resources,
                  const SharedTexts& texts, Problems& problems);

}  // namespace stackql
