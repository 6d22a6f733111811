#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "diag/environments.h"
#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// A resource of a stack that is certainly created, with what other resources see of it.
struct CreatedResource {
  const Operation* create = nullptr;
  std::vector<std::string_view> exports = {};
  std::vector<std::string_view> props = {};  // names that mean something else elsewhere
  EnvironmentSet environments = {};          // empty: all
};

// What is wrong with the resources of a stack together, one environment at a time:
// `duplicate-resource-name`, `overlapping-subnets`, `subnet-outside-vpc` and
// `mixed-dead-letter-queue`.
void CheckTogether(const Values& values, std::span<const CreatedResource> resources,
                   size_t environments, const RuleSet& rules, Problems& problems);

}  // namespace stackql
