#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// One query as it would be sent.
struct Query {
  const Resource* resource = nullptr;  // null: a query file without a manifest
  std::string anchor = {};             // canonical key; empty: none
  Loc anchor_at = {};                  // the anchor's name; nowhere: none
  std::vector<sql::Statement> statements = {};
};

// A resource without a query file: its props are its desired state.
struct LooseResource {
  const Resource* resource = nullptr;
  std::vector<Member> props = {};  // name -> context string
};

struct Evaluation {
  std::vector<Query> queries = {};
  std::vector<LooseResource> loose = {};
};

struct Surroundings {
  std::optional<std::string> environment = {};       // stack_env, if one is assumed
  std::map<std::string, std::string> variables = {};  // as given with stackql-deploy's -e
};

// Evaluates the stack as stackql-deploy build does: globals, then resource by resource props and
// queries, exports being unknown values. `stack` must outlive the result. Problems: of the template
// and SQL readers, `undefined-variable`, `used-before-export`, `unused-prop`,
// `export-not-returned`.
Evaluation Evaluate(Values& values, const Stack& stack, const Surroundings& surroundings,
                    Problems& problems);

// Evaluates a query file on its own: every name is a placeholder.
Evaluation EvaluateQueryFile(Values& values, const QuerySource& file, Problems& problems);

}  // namespace stackql
