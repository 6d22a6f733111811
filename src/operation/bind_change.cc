#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "operation/binders.h"
#include "operation/change_conditions.h"
#include "operation/patch.h"
#include "operation/properties.h"
#include "operation/returning.h"
#include "operation/writable.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

// UPDATE and DELETE.
namespace stackql {
namespace {

using snapshot::Handler;
using StatementKind = sql::Statement::Kind;

Scope ScopeOf(const sql::Statement& statement) {
  return {.where = &statement.where_clause,
          .sets = &statement.sets,
          .table = &statement.target,
          .alone = !statement.select.HasSources(),
          .partial = statement.partial,
          .change = true};
}

// The target, if the statement is one that its type takes.
Resolved ResolveTarget(Binding& binding, const sql::Statement& statement, Handler handler,
                       std::string_view verb) {
  Resolved table = binding.Resolve(statement.target, statement.kind);
  const Scope scope = ScopeOf(statement);
  if (table.type == nullptr) {
    BindOther(binding, statement, table, statement.target, statement.kind, &scope);
    return {};
  }
  binding.CheckAnchor(statement);
  CheckChangeConditions(binding, statement, scope, table, TypedParameters());
  CheckReturning(binding, statement, false);
  if (!CheckWritable(binding, statement, table)) return {};
  if (!binding.CheckHandler(table, handler, verb, statement)) return {};
  return table;
}

// TypeName in WHERE replaces the type of the table.
void ReplaceType(Binding& binding, const Scope& scope, Operation& operation) {
  if (!FindParameter(*scope.where, "TypeName").present) return;
  const ValueId name = Choices(binding.values, scope, "TypeName").front();
  if (name == kNoValue || binding.values[name].kind != Kind::kString) return;
  if (!binding.values.Known(name) || binding.values.Text(name) == operation.type_name) return;
  operation.type_name = std::string(binding.values.Text(name));
  operation.type = binding.catalog.FindType(operation.type_name);
  operation.desired = kNoValue;
  operation.whole_patch = false;
}

// What an UPDATE may set beside PatchDocument: parameters of the request.
bool IsSetParameter(std::string_view name) {
  constexpr std::array<std::string_view, 6> kParameters = {
      "region", "Identifier", "RoleArn", "ClientName", "ClientToken", "TypeVersionId"};
  return std::find(kParameters.begin(), kParameters.end(), name) != kParameters.end();
}

// What SET gives, as a partial desired state.
PatchedState Desired(Binding& binding, const sql::Statement& statement, const Resolved& table) {
  PatchedState desired;
  bool has_patch = false;
  bool unknown_name = false;
  for (const sql::Assignment& set : statement.sets) {
    if (set.column.unknown) {
      unknown_name = true;
    } else if (set.column.text == "PatchDocument") {
      has_patch = true;
      desired = ReadPatch(binding.values, set.value, *table.type, binding.problems);
      CheckPatchValue(binding, set.value);
    } else if (IsSetParameter(set.column.text)) {
      continue;
    } else {
      binding.problems.push_back(
          {.what = rules::UnexpectedAssignment{.column = set.column.text, .table = table.name},
           .where = set.column.where,
           .help = "SET PatchDocument = string('{{ {...} | generate_patch_document }}')."});
      unknown_name = true;
    }
  }
  if (!has_patch && !unknown_name && !statement.partial) {
    binding.problems.push_back(
        {.what = rules::MissingParameter{.name = "PatchDocument", .table = table.name},
         .where = statement.target.where,
         .help = "SET PatchDocument = string('[...]'), a JSON Patch."});
  }
  return desired;
}

void AddChange(Binding& binding, const sql::Statement& statement, const Resolved& table,
               Operation operation) {
  const Scope scope = ScopeOf(statement);
  ReplaceType(binding, scope, operation);
  operation.service_role = FirstText(binding.values, Choices(binding.values, scope, "RoleArn"));
  AddWithParameters(binding, table, scope, std::move(operation));
}

}  // namespace

bool CheckWritable(Binding& binding, const sql::Statement& statement, const Resolved& table) {
  if (!table.list_only) return true;
  binding.problems.push_back(
      {.what = rules::ListOnlyMisuse::Write{.base = BaseTable(table), .table = table.name},
       .where = statement.target.where,
       .repairs = {{.title = "Use the base table",
                    .where = statement.target.parts.back().where,
                    .text = BaseTable(table).substr(table.name.rfind('.') + 1)}}});
  return false;
}

void BindUpdate(Binding& binding, const sql::Statement& statement) {
  BindSelect(binding, statement, statement.select, true);
  const Resolved table = ResolveTarget(binding, statement, Handler::Update, "update");
  if (table.type == nullptr) return;
  Operation operation =
      binding.NewOperation(Call::kUpdate, table, statement.target.where, statement);
  const PatchedState state = Desired(binding, statement, table);
  operation.desired = state.desired;
  operation.whole_patch = state.complete && !statement.partial;
  operation.json_texts = JsonTexts(binding.values, operation.desired);
  AddChange(binding, statement, table, std::move(operation));
}

void BindDelete(Binding& binding, const sql::Statement& statement) {
  BindSelect(binding, statement, statement.select, true);
  const Resolved table = ResolveTarget(binding, statement, Handler::Delete, "delete");
  if (table.type == nullptr) return;
  Operation operation =
      binding.NewOperation(Call::kDelete, table, statement.target.where, statement);
  AddChange(binding, statement, table, std::move(operation));
}

}  // namespace stackql
