#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "operation/bind.h"
#include "operation/operation.h"
#include "operation/parameters.h"
#include "sql/ast.h"
#include "value/fwd.h"

namespace stackql {

// What a table of a statement is.
struct Resolved {
  const snapshot::ResourceType* type = nullptr;
  const snapshot::SqlTable* table = nullptr;  // null if there is no type
  bool list_only = false;
  const snapshot::ResourceType* view_of = nullptr;  // of a view without a type: what it reads
  std::string name = {};  // awscc.ivs.stages; empty for what makes no call of AWS, or no known one
};

// What the binders of all statements share: the query that is being bound, and what came of it.
class Binding {
 public:
  Binding(Values& all, const catalog::Catalog& known) : values(all), catalog(known) {}
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

  Resolved Resolve(const sql::Table& table, sql::Statement::Kind kind);
  void CountUnchecked(const std::string& what, Loc where) {
    Unchecked& unchecked = bound.not_checked[what];
    if (++unchecked.count == 1) unchecked.first = where;
  }
  void LeaveUnresolved(Loc where, std::string reason) {
    bound.unresolved.push_back({where, std::move(reason)});
  }

  Operation NewOperation(Call call, const Resolved& table, Loc where,
                         const sql::Statement& statement) const;
  // One operation for each region and identifier; bounded.
  void AddEach(Operation operation, const std::vector<ValueId>& regions,
               const std::vector<ValueId>& identifiers);

  // Whether the type can do that. Problems: `unsupported-operation`.
  bool CheckHandler(const Resolved& table, snapshot::Handler handler, std::string_view verb,
                    const sql::Statement& statement);
  // Reports a parameter that certainly is not given.
  void ReportMissing(Message what, std::string_view name, Loc at, const Given& given);
  // A name of a column that the table does not have, with the one that was meant.
  void ReportUnknownName(Message what, const sql::Name& name,
                         const std::vector<std::string_view>& known);
  // A table of two names, which are a service and a table. Problems: `unknown-table`.
  void CheckProvider(const sql::Table& table);
  // A service (part 1) or table (part 2) that the provider's documents do not have.
  void ReportUnknownTable(const sql::Table& table, size_t part,
                          const std::vector<std::string_view>& known);
  // A statement that does something else than its anchor says. Problems: `anchor-mismatch`.
  void CheckAnchor(const sql::Statement& statement);

  // Whether it stands after another one of its anchor, of which only the first runs.
  bool IsLater(const sql::Statement& statement) const;

  Values& values;
  const catalog::Catalog& catalog;
  Bound bound = {};
  Problems& problems = bound.problems;
  const Query* query = nullptr;   // null: a resource without one is bound
  const QueryArm* arm = nullptr;  // of the query, that which is bound
  Phases phases = {};
};

// The base table of a _list_only view: awscc.ivs.stages.
std::string BaseTable(const Resolved& table);

}  // namespace stackql
