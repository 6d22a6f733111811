#include "operation/generic.h"

#include <string_view>

#include "json/json.h"
#include "operation/parameters.h"
#include "operation/patch.h"
#include "operation/properties.h"

namespace stackql {
namespace {

using StatementKind = sql::Statement::Kind;

// The expression that an INSERT gives a column, in its first row; null if that is not certain.
const sql::Expr* Inserted(const sql::Statement& statement, std::string_view column) {
  const bool aligned = statement.rows.size() == 1 && !statement.open_columns &&
                       !statement.open_rows && statement.rows[0].size() == statement.columns.size();
  for (size_t i = 0; aligned && i < statement.columns.size(); ++i) {
    if (statement.columns[i].text == column) return &statement.rows[0][i];
  }
  return nullptr;
}

// What the statement gives for a parameter of Cloud Control; null if nothing, or that is not
// certain.
const sql::Expr* Parameter(const sql::Statement& statement, std::string_view name) {
  switch (statement.kind) {
    case StatementKind::kInsert:
      return Inserted(statement, name);
    case StatementKind::kSelect: {
      const bool alone = statement.select.tables.size() == 1 && !statement.select.joined;
      return alone ? FindParameter(statement.select.where, name).value : nullptr;
    }
    default:
      break;
  }
  for (const sql::Assignment& set : statement.sets) {
    if (set.column.text == name) return &set.value;
  }
  return FindParameter(statement.where_clause, name).value;
}

// JSON that a literal holds; kNoValue if it is none, or not known.
ValueId Document(Values& values, const sql::Expr* expr) {
  const sql::Expr* literal = expr == nullptr ? nullptr : Literal(*expr);
  if (literal == nullptr || literal->kind != sql::Expr::Kind::kString) return kNoValue;
  return json::Parse(values, literal->text).value;
}

}  // namespace

void BindGeneric(Values& values, const catalog::Catalog& catalog, const sql::Statement& statement,
                 Operation& operation, Problems& problems) {
  const auto given = [&](std::string_view name) {
    const sql::Expr* expr = Parameter(statement, name);
    return expr == nullptr ? kNoValue : ParameterValue(values, *expr);
  };
  operation.region = given("region");
  operation.identifier = given("Identifier");
  const ValueId name = given("TypeName");
  if (name == kNoValue || !values.Known(name)) return;
  operation.type_name = std::string(values.Text(name));
  operation.type = catalog.FindType(operation.type_name);
  if (operation.type == nullptr) return;
  if (operation.call == Call::kCreate) {
    operation.desired = Document(values, Parameter(statement, "DesiredState"));
  } else if (operation.call == Call::kUpdate) {
    const ValueId patch = Document(values, Parameter(statement, "PatchDocument"));
    if (patch != kNoValue) {
      operation.desired = PartialState(values, patch, *operation.type, problems);
    }
  }
}

}  // namespace stackql
