#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "diag/problem.h"
#include "sql/ast.h"
#include "stack/secrets.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// What a query may be, one way that its undecided conditions may fall.
struct QueryArm {
  Loc text = {};
  std::vector<sql::Statement> statements = {};
  Problems problems = {};  // of the SQL reader
};

// One query as it would be sent.
struct Query {
  size_t number = 0;                   // counts the queries of all runs
  const Resource* resource = nullptr;  // null: a query file without a manifest
  std::string anchor = {};             // canonical key; empty: none
  Loc anchor_at = {};                  // the anchor's name; nowhere: none
  bool has_exists = false;             // the resource has an exists query, too
  Loc text = {};                       // rendered; nowhere: it cannot be read
  std::vector<sql::Statement> statements = {};
  // Not empty: the query is one of these, and `statements` is empty. A mistake is one that all of
  // them have.
  std::vector<QueryArm> arms = {};
};

// A resource without a query file: its props are its desired state.
struct LooseResource {
  const Resource* resource = nullptr;
  std::vector<Member> props = {};  // name -> context string
};

struct Evaluation {
  std::vector<Query> queries = {};
  std::vector<size_t> known_queries =
      {};  // numbers of earlier runs' queries that are the same here
  std::vector<LooseResource> loose = {};
};

class StackRun;

// Evaluates a stack as stackql-deploy build does: globals, then resource by resource props and
// queries, exports being unknown values. Run once an environment; what reads the same values as in
// an earlier run is not evaluated again, and its queries are not given again. `stack`, `values` and
// `problems` must outlive it; problems may be added to by others, but none taken away. Each problem
// gets the bits of the runs that it holds in, counted from 0. Problems: of the template and SQL
// readers, `undefined-variable`, `used-before-export`, `unused-prop`, `export-not-returned`.
class StackEvaluator {
 public:
  // `variables`: as given with stackql-deploy's -e.
  StackEvaluator(Values& values, const Stack& stack, std::map<std::string, std::string> variables,
                 Problems& problems);
  ~StackEvaluator();

  // `environment`: stack_env; none: not known.
  Evaluation Run(const std::optional<std::string>& environment);
  // Reports what can be told after all runs: `unused-prop`.
  void Finish();
  // What must not be shown of what the runs gave.
  const Secrets& secrets() const;

 private:
  std::unique_ptr<StackRun> evaluator_;
};

// Evaluates a query file on its own: every name is a placeholder.
Evaluation EvaluateQueryFile(Values& values, const QuerySource& file, Problems& problems,
                             Dialect dialect = Dialect::kRust);

}  // namespace stackql
