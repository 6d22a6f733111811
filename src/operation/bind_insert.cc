#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "operation/binders.h"
#include "operation/insert_values.h"
#include "operation/inserted_rows.h"
#include "operation/properties.h"
#include "operation/returning.h"
#include "operation/writable.h"
#include "rules/query.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Handler;
using StatementKind = sql::Statement::Kind;

// Beside DesiredState in Cloud Control's CreateResource, but not sent by StackQL.
constexpr std::array<std::string_view, 3> kNotSent = {"ClientToken", "RoleArn", "TypeVersionId"};

// Whether a type has required properties, the lack of which is reported as such.
bool RequiresAny(const snapshot::ResourceType& type) {
  const snapshot::Schema* root = type.schemas()->size() == 0 ? nullptr : type.schemas()->Get(0);
  return root != nullptr && root->required() != nullptr && root->required()->size() > 0;
}

class InsertBinder {
 public:
  explicit InsertBinder(Binding& binding) : binding_(binding) {}

  void Bind(const sql::Statement& statement) {
    const Resolved table = binding_.Resolve(statement.target, StatementKind::kInsert);
    if (table.type == nullptr) {
      return BindOther(binding_, statement, table, statement.target, StatementKind::kInsert,
                       nullptr);
    }
    binding_.CheckAnchor(statement);
    const size_t before = binding_.problems.size();
    CheckInserted(binding_, statement, table);
    CheckReturning(binding_, statement, false);
    if (!CheckWritable(binding_, statement, table)) return;
    if (!binding_.CheckHandler(table, Handler::Create, "create", statement)) return;
    CheckCounts(statement, before);
    bool first = true;
    for (const std::vector<sql::Expr>* row : InsertedRows(statement, selected_)) {
      Operation operation =
          binding_.NewOperation(Call::kCreate, table, statement.target.where, statement);
      DesiredState(statement, row, first, table, operation);
      first = false;
      binding_.bound.operations.push_back(std::move(operation));
    }
  }

 private:
  // `before`: problems from there on are of the statement.
  void CheckCounts(const sql::Statement& statement, size_t before) {
    if (statement.partial || statement.open_columns || statement.open_rows) return;
    for (const std::vector<sql::Expr>& row : statement.rows) {
      if (row.empty() || row.size() == statement.columns.size() || statement.columns.empty())
        continue;
      const bool more = row.size() > statement.columns.size();
      const Loc at =
          more ? row[statement.columns.size()].where : statement.columns[row.size()].where;
      binding_.problems.push_back(
          {.what = more ? Message(rules::ColumnCountMismatch::Values{
                              .columns = statement.columns.size(), .values = row.size()})
                        : rules::ColumnCountMismatch::Columns{.columns = statement.columns.size(),
                                                              .values = row.size()},
           .where = at,
           .cause = more ? Loc() : ReadAsOne(row, before)});
    }
  }

  // Where a comma is missing, two values are read as one, which is reported: the place of that.
  Loc ReadAsOne(const std::vector<sql::Expr>& row, size_t before) const {
    const auto one = std::ranges::find_if(
        row, [](const sql::Expr& value) { return value.args.size() > 1 || value.op == "''"; });
    const Problems& problems = binding_.problems;
    for (size_t i = before; one != row.end() && i < problems.size(); ++i) {
      const Loc where = problems[i].where;
      const Span span = one->where.span;
      const bool of_it = problems[i].what.rule == rules::UnsentValue::kRule &&
                         where.text == one->where.text && where.span.begin <= span.begin &&
                         where.span.end >= span.end;
      if (of_it) return where;
    }
    return {};
  }

  // The desired state that the columns and one row of values give. With no row known, values are
  // unknown. Names are judged with the first row only.
  void DesiredState(const sql::Statement& statement, const std::vector<sql::Expr>* row, bool judge,
                    const Resolved& table, Operation& operation) {
    const bool aligned = row != nullptr && !statement.open_columns && !statement.open_rows &&
                         row->size() == statement.columns.size();
    std::map<std::string_view, const sql::Name*> seen;
    std::vector<Member> members;
    bool has_region = false;
    for (size_t i = 0; i < statement.columns.size(); ++i) {
      const sql::Name& column = statement.columns[i];
      if (column.unknown) continue;
      const auto [known, added] = seen.emplace(column.text, &column);
      if (!added && judge) ReportDuplicate(column, *known->second);
      const sql::Expr* value = aligned ? &(*row)[i] : nullptr;
      if (column.text == "region") {
        has_region = true;
        operation.region = value != nullptr ? ParameterValue(binding_.values, *value)
                                            : binding_.values.AddUnknown(column.where);
        CheckRegion(binding_.values, operation.region, binding_.problems);
        continue;
      }
      const snapshot::Property* property = FindProperty(*table.type, column.text);
      if (property == nullptr) {
        if (judge) ReportColumn(statement, column, table);
        continue;
      }
      const ValueId content = value != nullptr ? PropertyValue(binding_.values, *value, *table.type,
                                                               *property, binding_.problems)
                                               : binding_.values.AddUnknown(column.where);
      if (CheckPlaceholder(binding_.values, content, binding_.problems)) continue;
      members.push_back({binding_.values.AddString(Unquoted(column), column.where), content});
    }
    const bool open = statement.partial || statement.open_columns || statement.columns.empty();
    operation.desired = binding_.values.AddObject(statement.target.where, members, open);
    operation.json_texts = JsonTexts(binding_.values, operation.desired);
    const bool nothing = std::ranges::all_of(
        statement.columns, [](const sql::Name& column) { return column.text == "region"; });
    if (judge && !open && nothing && !RequiresAny(*table.type)) {
      binding_.problems.push_back({.what = rules::UnsupportedInsert::Nothing{.table = table.name},
                                   .where = statement.target.where});
    }
    if (!has_region && judge && !open) ReportMissingRegion(statement, table);
  }

  // The place of a column's name without its quotes, whose bytes are the name.
  static Loc Unquoted(const sql::Name& name) {
    return name.quoted ? name.where.Sub(1, name.where.span.size() - 1) : name.where;
  }

  void ReportMissingRegion(const sql::Statement& statement, const Resolved& table) {
    binding_.problems.push_back(
        {.what = rules::MissingParameter{.name = "region", .table = table.name},
         .where = statement.target.where,
         .help = "Add the column region and its value."});
  }

  void ReportDuplicate(const sql::Name& column, const sql::Name& first) {
    binding_.problems.push_back({.what = rules::DuplicateColumn{.column = column.text},
                                 .where = column.where,
                                 .related = {{first.where, "first given here"}}});
  }

  // What a column that is not known may be meant for.
  static std::vector<std::string_view> NotGiven(const sql::Statement& statement,
                                                const Resolved& table) {
    std::set<std::string_view> given;
    for (const sql::Name& column : statement.columns) given.insert(column.text);
    std::vector<std::string_view> names = PropertyNames(*table.type);
    names.emplace_back("region");
    std::erase_if(names, [&](std::string_view name) { return given.contains(name); });
    return names;
  }

  void ReportColumn(const sql::Statement& statement, const sql::Name& column,
                    const Resolved& table) {
    if (std::find(kNotSent.begin(), kNotSent.end(), column.text) != kNotSent.end()) {
      binding_.problems.push_back(
          {.what = rules::ColumnNotSent{.column = column.text}, .where = column.where});
      return;
    }
    if (!not_given_) not_given_ = NotGiven(statement, table);
    binding_.ReportUnknownName(rules::UnknownColumn{.column = column.text, .table = table.name},
                               column, *not_given_);
  }

  Binding& binding_;
  std::optional<std::vector<std::string_view>> not_given_ = {};  // properties
  std::vector<sql::Expr> selected_;
};

}  // namespace

void BindInsert(Binding& binding, const sql::Statement& statement) {
  BindSelect(binding, statement, statement.select, true);
  InsertBinder(binding).Bind(statement);
}

}  // namespace stackql
