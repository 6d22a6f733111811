#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operation/binders.h"
#include "operation/identifier.h"
#include "operation/inserted_rows.h"
#include "operation/native_checks.h"
#include "operation/native_values.h"
#include "operation/patch.h"
#include "operation/region.h"
#include "operation/service_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

using StatementKind = sql::Statement::Kind;

// The tables of awscc.cloud_control take the type's name, its desired state and its patch as
// parameters; properties are checked as if the type's own table were used.
class OtherBinder {
 public:
  OtherBinder(Binding& binding, const sql::Statement& statement, const sql::Table& table,
              const Scope* scope)
      : binding_(binding), statement_(statement), table_(table), scope_(scope) {}

  void Bind(const Resolved& resolved, StatementKind kind) {
    const std::optional<ServiceTable> service = FindServiceTable(resolved.name, kind);
    in_documents_ = service.has_value();
    typed_ = service && service->typed;
    operation_ = binding_.NewOperation(service ? service->call : CallOf(resolved.name, kind),
                                       resolved, table_.where, statement_);
    if (kind != StatementKind::kInsert) return Add();
    std::vector<sql::Expr> selected;
    for (const std::vector<sql::Expr>* row : InsertedRows(statement_, selected)) {
      row_ = row;
      Add();
    }
  }

 private:
  // The requests of the statement, or of the row.
  void Add() {
    const std::vector<ValueId> regions = ValuesOf("region");
    for (const ValueId region : regions) {
      if (in_documents_ && region != kNoValue) {
        CheckRegion(binding_.values, region, binding_.problems);
      }
    }
    const bool names_one = operation_.call == Call::kRead || operation_.call == Call::kUpdate ||
                           operation_.call == Call::kDelete;
    const std::vector<ValueId> identifiers =
        names_one ? ValuesOf("Identifier") : std::vector<ValueId>{kNoValue};
    if (in_documents_) {
      CheckIdentifierRegion(binding_.values, regions, identifiers, binding_.problems);
    }
    if (!typed_) return binding_.AddEach(operation_, regions, identifiers);
    operation_.service_role = FirstText(binding_.values, ValuesOf("RoleArn"));
    for (const ValueId name : ValuesOf("TypeName")) {
      Operation operation = operation_;
      if (name != kNoValue && binding_.values.Known(name)) {
        operation.type_name = std::string(binding_.values.Text(name));
      }
      operation.type = FindNamedType(binding_, name);
      if (operation.type != nullptr) Fill(operation, identifiers);
      binding_.AddEach(std::move(operation), regions, identifiers);
    }
  }

  void Fill(Operation& operation, const std::vector<ValueId>& identifiers) {
    for (const ValueId identifier : identifiers) {
      if (identifier == kNoValue) continue;
      CheckIdentifier(binding_.values, identifier, *operation.type, binding_.problems);
    }
    if (operation.call == Call::kCreate) {
      const sql::Expr* state = Inserted("DesiredState");
      if (state != nullptr) operation.desired = DesiredObject(binding_, *state);
    } else if (operation.call == Call::kUpdate) {
      const sql::Expr* patch = Set("PatchDocument");
      if (patch == nullptr) return;
      const PatchedState state =
          ReadPatch(binding_.values, *patch, *operation.type, binding_.problems);
      operation.desired = state.desired;
      operation.whole_patch = state.complete;
    }
  }

  std::vector<ValueId> ValuesOf(std::string_view name) {
    Values& values = binding_.values;
    if (scope_ != nullptr) return Choices(values, *scope_, name);
    if (const sql::Expr* expr = Inserted(name)) return {ParameterValue(values, *expr)};
    bool absent = !statement_.partial && !statement_.open_columns && !statement_.columns.empty();
    for (const sql::Name& column : statement_.columns) {
      absent = absent && !column.unknown && column.text != name;
    }
    return {absent ? kNoValue : values.AddUnknown(table_.where)};
  }

  // The expression that an INSERT gives a column in this row; null if that is not certain.
  const sql::Expr* Inserted(std::string_view column) const {
    const bool aligned = row_ != nullptr && !statement_.open_columns && !statement_.open_rows &&
                         row_->size() == statement_.columns.size();
    for (size_t i = 0; aligned && i < statement_.columns.size(); ++i) {
      if (statement_.columns[i].text == column) return &(*row_)[i];
    }
    return nullptr;
  }

  const sql::Expr* Set(std::string_view column) const {
    for (const sql::Assignment& set : statement_.sets) {
      if (set.column.text == column) return &set.value;
    }
    return nullptr;
  }

  Binding& binding_;
  const sql::Statement& statement_;
  const sql::Table& table_;
  const Scope* scope_;                           // null: an INSERT's target
  const std::vector<sql::Expr>* row_ = nullptr;  // of an INSERT; null: not known
  bool in_documents_ = false;                    // a table of cloud_control or tagging
  bool typed_ = false;
  Operation operation_ = {};
};

}  // namespace

void BindOther(Binding& binding, const sql::Statement& statement, const Resolved& resolved,
               const sql::Table& table, StatementKind kind, const Scope* scope) {
  if (resolved.name.empty()) return;
  if (!CheckNative(binding, statement, resolved, table, kind, scope)) return;
  OtherBinder(binding, statement, table, scope).Bind(resolved, kind);
}

}  // namespace stackql
