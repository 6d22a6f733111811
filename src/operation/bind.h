#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "operation/operation.h"
#include "stack/evaluate.h"
#include "stack/query.h"
#include "value/fwd.h"

namespace stackql {

// What may make calls that are not known.
struct Unresolved {
  Loc where = {};
  std::string reason = {};  // "a table named by a template"
};

// What was parsed but not checked.
struct Unchecked {
  uint32_t count = 0;
  Loc first = {};  // of its places; empty: it has none
};

// What binding a query, or a resource without one, gave.
struct Bound {
  std::vector<Operation> operations = {};
  // By what it is: a table without a schema, another provider, a statement the parser left alone.
  std::map<std::string, Unchecked> not_checked = {};
  // Operations without a type tell themselves that they are not resolved.
  std::vector<Unresolved> unresolved = {};
  Problems problems = {};
};

// Binds one way that a query may be to the operations it asks for, resolving tables, columns and
// parameters on the way. Problems: `anchor-mismatch`, `missing-parameter`, `region-defaulted`,
// `unknown-column`, `column-not-sent`, `unknown-select-column`, `column-count-mismatch`,
// `duplicate-column`, `leftover-placeholder`, `list-only-misuse`, `malformed-identifier`,
// `invalid-region`, `unexpected-assignment`, `unsupported-operation`, `invalid-patch`, `wrong-type`
// (JSON that does not parse), `unknown-table`, `list-needs-parent`, `write-only-column`, and of
// what StackQL's engine does not run as it is written: `ignored-condition`, `refused-condition`,
// `unsent-value`, `null-text`, `unsupported-insert`, `unknown-returning-column`,
// `reescaped-literal`, `apostrophe-in-select`, `lost-parameter`, `unsupported-join`, `never-equal`,
// `function-not-in-sqlite`.
Bound Bind(Values& values, const catalog::Catalog& catalog, const Query& query,
           const QueryArm& arm);

// Binds each resource without a query file to the creation it stands for. Problems:
// `unbound-resource`, `leftover-placeholder`, `wrong-type`.
std::vector<Bound> BindUnqueried(Values& values, const catalog::Catalog& catalog,
                                 std::span<const UnqueriedResource> resources);

}  // namespace stackql
