#include "operation/bind.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "operation/binders.h"
#include "operation/binding.h"
#include "operation/phases.h"
#include "operation/select_checks.h"
#include "value/value.h"

namespace stackql {
namespace {

using StatementKind = sql::Statement::Kind;

// Statements of StackQL's own and the session's, which make no call of AWS.
bool MakesNoCall(std::string_view verb) {
  constexpr std::array<std::string_view, 7> kQuiet = {"SHOW",  "DESCRIBE", "USE",     "SET",
                                                      "SLEEP", "EXPLAIN",  "REGISTRY"};
  const auto same = [&](std::string_view word) { return EqualsIgnoringCase(word, verb); };
  return std::any_of(kQuiet.begin(), kQuiet.end(), same);
}

void BindStatement(Binding& binding, const sql::Statement& statement) {
  if (statement.not_checked) {
    binding.LeaveUnresolved(statement.where, "a statement that could not be read");
    return binding.CountUnchecked("statements that could not be read", statement.where);
  }
  if (statement.executes) binding.LeaveUnresolved(statement.where, "a method that EXEC calls");
  switch (statement.kind) {
    case StatementKind::kSelect:
      CheckStarredExports(binding, statement);
      return BindSelect(binding, statement, statement.select, false);
    case StatementKind::kInsert:
      return BindInsert(binding, statement);
    case StatementKind::kUpdate:
      return BindUpdate(binding, statement);
    case StatementKind::kDelete:
      return BindDelete(binding, statement);
    default:
      if (MakesNoCall(binding.values.sources().Bytes(statement.verb))) {
        binding.CheckAnchor(statement);
      } else {
        binding.LeaveUnresolved(statement.where, "a statement of another kind");
      }
      return binding.CountUnchecked("other statements", statement.where);
  }
}

}  // namespace

Bound Bind(Values& values, const catalog::Catalog& catalog, const Query& query,
           const QueryArm& arm) {
  Binding binding(values, catalog);
  binding.query = &query;
  binding.arm = &arm;
  binding.phases = PhasesOf(query.resource, query.anchor, query.siblings);
  for (const sql::Statement& statement : arm.statements) BindStatement(binding, statement);
  return std::move(binding.bound);
}

}  // namespace stackql
