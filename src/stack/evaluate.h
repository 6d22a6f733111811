#pragma once

#include <map>
#include <string>
#include <vector>

#include "diag/environments.h"
#include "diag/problem.h"
#include "stack/query.h"
#include "stack/resource_names.h"
#include "stack/secrets.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// A resource without a query file: its props are its desired state.
struct UnqueriedResource {
  EnvironmentSet environments = {};  // in which it is this one; empty: the stack has none
  const Resource* resource = nullptr;
  std::vector<Member> props = {};  // name -> context string
};

struct EvaluationOptions {
  std::vector<std::string> environments = {};         // empty: once, in one that is not known
  std::map<std::string, std::string> variables = {};  // as given with stackql-deploy's -e
};

// What a stack is in some environments. Problems count these by their numbers.
struct EvaluatedStack {
  // Each once for the environments in which it reads the same values, in the order of the first.
  std::vector<QueryResult> queries = {};
  std::vector<UnqueriedResource> unqueried = {};
  Problems problems = {};  // of what is not a query
  Secrets secrets = {};
  std::vector<ResourceNames> names = {};  // of each resource
};

// Evaluates a stack as stackql-deploy build does, once an environment: globals, then resource by
// resource props and queries, exports being unknown values. What reads the same values as in
// another environment is not evaluated again. `stack` must outlive the result. Problems: of the
// template and SQL readers, `undefined-variable`, `used-before-export`, `unused-prop`,
// `export-not-returned`, and those of collisions.h, conditional_exports.h and context_checks.h.
EvaluatedStack EvaluateStack(Values& values, const Stack& stack, const EvaluationOptions& options);

}  // namespace stackql
