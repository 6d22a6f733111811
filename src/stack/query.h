#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/dialect.h"
#include "diag/environments.h"
#include "diag/problem.h"
#include "sql/ast.h"
#include "stack/captures.h"
#include "stack/context.h"
#include "stack/stack.h"
#include "template/template.h"
#include "value/fwd.h"

namespace stackql {

// What a query is if its undecided conditions fall one way.
struct QueryArm {
  Loc text = {};
  std::vector<sql::Statement> statements = {};
  Problems problems = {};  // of the SQL reader
};

// The queries of a resource that decide when others run.
struct Siblings {
  bool exists = false;
  bool statecheck = false;
  bool exports = false;
  bool createorupdate = false;
  bool deletes = false;
  bool delete_returns = false;       // the delete has the word RETURNING
  bool passed_over = false;          // a teardown passes over the query: it lacks an export for it
  bool skipped = false;              // the condition of their resource certainly does not hold
  Dialect dialect = Dialect::kRust;  // of the tool that runs them
};
Siblings SiblingsIn(const Sources& sources, const sql::QueryFile& file, Dialect dialect);

// One query as it would be sent.
struct Query {
  const Resource* resource = nullptr;  // null: of a query file without a manifest
  std::string anchor = {};             // canonical key; empty: none
  Loc anchor_at = {};                  // the anchor's name; nowhere: none
  Siblings siblings = {};              // what else its query file has
  Loc text = {};                       // rendered; nowhere: it was not
  // One, or one for each way that its conditions may fall: then only what is wrong with all of them
  // is a mistake. None if the query cannot be read.
  std::vector<QueryArm> arms = {};
};

// What evaluating a query gave.
struct QueryResult {
  EnvironmentSet environments = {};  // in which it is this one; empty: it is of none
  Query query = {};
  std::vector<tmpl::Read> reads = {};
  Problems problems = {};     // of the template and the names that it reads
  bool unread = false;        // it was not read whole: it may read other names, too
  bool lacks_export = false;  // a teardown does not know an export that it needs
  // Of an exists query: what the resource's other queries see of its row.
  Captures captures = {};
  // Of an exports query: columns that exports of the manifest probably mean.
  std::vector<std::string> meant_exports = {};
};

// A query's template, and what it sees.
struct QueryInputs {
  const Resource* resource = nullptr;
  std::string_view anchor = {};
  Loc anchor_at = {};
  Siblings siblings = {};
  Loc lost = {};  // text on the anchor's line, which is not part of the body
  Loc body = {};
  const tmpl::Scope& scope;
  Dialect dialect = Dialect::kRust;
  StackBudget& budget;
};

// Renders and reads one query; not if the budget is used up. Problems: of the template and SQL
// readers, `unescaped-quote` and `unrendered-template`.
QueryResult EvaluateQuery(Values& values, const QueryInputs& inputs);

// The queries of a file that belongs to no stack: every name is a placeholder.
std::vector<QueryResult> EvaluateQueryFile(Values& values, const QuerySource& file,
                                           Dialect dialect = Dialect::kRust);

}  // namespace stackql
