#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "catalog/schema_compiler.h"
#include "operation/binders.h"
#include "operation/change_conditions.h"
#include "operation/expression_text.h"
#include "operation/identifier.h"
#include "operation/native_checks.h"
#include "operation/region.h"
#include "operation/select_checks.h"
#include "operation/service_tables.h"
#include "rules/query.h"
#include "value/value.h"

namespace stackql {
namespace {

using snapshot::Handler;
using StatementKind = sql::Statement::Kind;
using Names = flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>;

bool Contains(const Names& names, std::string_view name) {
  return std::any_of(names.begin(), names.end(),
                     [&](const auto* known) { return known->string_view() == name; });
}

class SelectBinder {
 public:
  SelectBinder(Binding& binding, const sql::Statement& statement)
      : binding_(binding), statement_(statement) {}

  // What is around a query.
  struct Around {
    const sql::Select* reader = nullptr;  // which reads its rows; null: the statement does
    bool nested = false;
    bool correlated = false;  // names may be of a query around it
  };

  // Whether tables of the awscc provider are read, also by way of others.
  bool Bind(const sql::Select& select, const Around& around) {
    const bool correlated = around.correlated || select.inside_expression;
    bool reads = false;
    CheckChainedQueries(binding_, select);
    for (const sql::Common& common : select.with) {
      for (const sql::Select& query : common.query) {
        reads |= Bind(query, {.reader = &select, .nested = true, .correlated = correlated});
      }
    }
    for (const sql::Select& derived : select.derived) {
      const bool rows = !derived.inside_expression && !derived.arm;
      reads |= Bind(derived,
                    {.reader = rows ? &select : nullptr, .nested = true, .correlated = correlated});
    }
    std::vector<ReadView> views;
    std::vector<ReadTable> tables;
    for (const sql::Table& table : select.tables) {
      const Resolved resolved = binding_.Resolve(table, StatementKind::kSelect);
      if (resolved.name.empty()) continue;
      tables.push_back({&table, resolved});
      reader_ = around.reader;
      if (resolved.type == nullptr) {
        BindTableWithoutType(select, table, resolved);
        if (select.alone && !correlated) CheckNativeColumns(binding_, statement_, select, resolved);
        continue;
      }
      if (!around.nested && views.empty()) binding_.CheckAnchor(statement_);
      views.push_back({&table, resolved.name});
      BindView(select, table, resolved, correlated);
    }
    if (!around.nested && !statement_.partial) CheckColumnsOfNothing(binding_, select);
    reads |= !tables.empty();
    if (reads) {
      const RowTypes types = TypesOfSource(select, tables);
      CheckSelect(binding_, select, tables, types);
      if (!correlated && !statement_.partial) {
        CheckDerivedColumns(binding_, select);
        CheckFunctionColumns(binding_, select, tables);
      }
      if (around.nested) rows_.emplace(&select, types.Of(select));
    }
    const bool outside = around.reader != nullptr && !around.reader->where.empty();
    if (!outside && !select.united && !select.arm) {
      CheckReadRegion(binding_.values.sources(), statement_, select, views, binding_.problems);
    }
    return reads;
  }

 private:
  // What is known of the one source of a query: a table, or a query before it.
  RowTypes TypesOfSource(const sql::Select& select, const std::vector<ReadTable>& tables) const {
    if (select.united) return {};
    if (select.alone && tables.size() == 1) return {.table = tables[0].resolved.type};
    const sql::Select* source = nullptr;
    if (select.tables.empty()) {
      for (const sql::Select& derived : select.derived) {
        if (derived.inside_expression) continue;
        if (source != nullptr) return {};
        source = &derived;
      }
    } else if (select.alone && select.tables[0].parts.size() == 1) {
      for (const sql::Common& common : select.with) {
        const bool named = common.name.text == select.tables[0].parts[0].text;
        if (named && !common.query.empty()) source = &common.query.front();
      }
    }
    const auto found = rows_.find(source);
    return found == rows_.end() ? RowTypes() : found->second;
  }

  Scope ScopeOf(const sql::Select& select, const sql::Table& table, bool view) const {
    return {.where = &select.where,
            .reader = reader_ == nullptr ? nullptr : &reader_->where,
            .joins = &select.joins,
            .table = &table,
            .alone = select.alone,
            .view = view,
            .united = view && (select.united || select.arm),
            .partial = statement_.partial};
  }

  void BindTableWithoutType(const sql::Select& select, const sql::Table& table,
                            const Resolved& resolved) {
    if (resolved.view_of != nullptr) return BindViewOf(select, table, resolved);
    constexpr std::string_view kRequestViews = "awscc.cloud_control.vw_";
    if (resolved.name.substr(0, kRequestViews.size()) == kRequestViews) {
      CheckViewRegion(select, table, resolved);
    }
    const auto service = FindServiceTable(resolved.name, StatementKind::kSelect);
    const Scope scope = ScopeOf(select, table, !service.has_value());
    BindOther(binding_, statement_, resolved, table, StatementKind::kSelect, &scope);
  }

  void CheckViewRegion(const sql::Select& select, const sql::Table& table,
                       const Resolved& resolved) {
    const Scope scope = ScopeOf(select, table, true);
    if (Choices(binding_.values, scope, "region").front() != kNoValue) return;
    binding_.ReportMissing(rules::RegionDefaulted{.name = "region", .table = resolved.name},
                           "region", table.where, FindParameter(select.where, "region"));
  }

  // A view of the provider's own lists the resources of a type, and reads each.
  void BindViewOf(const sql::Select& select, const sql::Table& table, const Resolved& resolved) {
    Resolved read = resolved;
    read.type = resolved.view_of;
    const Scope scope = ScopeOf(select, table, true);
    std::vector<ValueId> regions = Choices(binding_.values, scope, "region");
    if (regions.front() == kNoValue) regions = {DefaultRegion(binding_.values, scope)};
    CheckViewRegion(select, table, resolved);
    for (const Call call : {Call::kList, Call::kRead}) {
      binding_.AddEach(binding_.NewOperation(call, read, table.where, statement_), regions,
                       {kNoValue});
    }
  }

  void BindView(const sql::Select& select, const sql::Table& table, const Resolved& resolved,
                bool correlated) {
    Operation operation = binding_.NewOperation(resolved.list_only ? Call::kList : Call::kRead,
                                                resolved, table.where, statement_);
    const Scope scope = ScopeOf(select, table, true);
    const Handler handler = resolved.list_only ? Handler::List : Handler::Read;
    const bool handled =
        !select.alone || binding_.CheckHandler(resolved, handler, Name(operation.call), statement_);
    if (!handled) {
      const std::vector<ValueId> regions = Choices(binding_.values, scope, "region");
      return binding_.AddEach(std::move(operation), regions,
                              resolved.list_only ? std::vector<ValueId>{kNoValue}
                                                 : Choices(binding_.values, scope, "Identifier"));
    }
    AddWithParameters(binding_, resolved, scope, std::move(operation));
    if (!select.alone) return;
    if (!correlated) {
      CheckNames(select, table, resolved);
    }
    if (resolved.list_only) {
      CheckListOnly(select, resolved);
      CheckListParents(table, resolved);
    }
  }

  void CheckNames(const sql::Select& select, const sql::Table& table, const Resolved& resolved) {
    std::vector<std::string_view> known = {"region", "Identifier"};
    for (const sql::Expr& term : select.where) CheckColumns(term, resolved, table, known, 0);
    for (const sql::SelectItem& item : select.items) {
      CheckColumns(item.expr, resolved, table, {}, 0);
      if (!item.alias.text.empty()) known.push_back(item.alias.text);
    }
    // Parts of the clauses that follow WHERE may be in a hole.
    if (statement_.partial) return;
    for (const sql::Expr& part : select.tail) CheckColumns(part, resolved, table, known, 0);
  }

  // Identifier on a _list_only table: it lists, whatever the WHERE clause says.
  void CheckListOnly(const sql::Select& select, const Resolved& table) {
    const Given identifier = FindParameter(select.where, "Identifier");
    if (!identifier.present || identifier.value == nullptr) return;
    binding_.problems.push_back(
        {.what = rules::ListOnlyMisuse::Identifier{.base = BaseTable(table), .table = table.name},
         .where = identifier.value->where});
  }

  // A list handler that needs to know a parent, which a view cannot pass on.
  void CheckListParents(const sql::Table& table, const Resolved& resolved) {
    const Names* needed = resolved.type->list_parents();
    if (needed == nullptr || needed->size() == 0) return;
    std::string parents;
    for (const auto* parent : *needed) {
      parents += (parents.empty() ? "" : "', '") + parent->str();
    }
    binding_.problems.push_back(
        {.what = rules::ListNeedsParent{.parents = parents, .table = resolved.name},
         .where = table.parts.back().where,
         .help = "Read a resource from '" + BaseTable(resolved) + "' by its Identifier."});
  }

  // What AWS takes and never gives.
  void CheckWriteOnly(const sql::Name& name, const Resolved& table) {
    const Names* write_only = table.type->write_only();
    if (write_only == nullptr || table.list_only) return;
    for (const auto* pointer : *write_only) {
      const std::string_view property = pointer->string_view().substr(1);
      if (property.find('/') != std::string_view::npos) continue;
      if (!catalog::IsColumnOf(name.text, property)) continue;
      binding_.problems.push_back(
          {.what =
               rules::WriteOnlyColumn{.column = name.text, .type = table.type->type_name()->str()},
           .where = name.where});
      return;
    }
  }

  // `known`: names that are not columns, in any case of letters.
  void CheckColumns(const sql::Expr& expr, const Resolved& table, const sql::Table& written,
                    const std::vector<std::string_view>& known, int depth) {
    // What is a subtraction may have been meant as a string.
    if (depth > kDeepestExpression || expr.op == "-") return;
    for (const sql::Expr& operand : OperandsOf(expr)) {
      CheckColumns(operand, table, written, known, depth + 1);
    }
    if (expr.names.empty()) return;
    if (expr.kind == sql::Expr::Kind::kStar || expr.kind == sql::Expr::Kind::kColumn) {
      if (CheckQualifier(expr, written)) return;
    }
    if (expr.kind != sql::Expr::Kind::kColumn) return;
    const sql::Name& name = expr.names.back();
    // A double-quoted name that is not a column is text to SQLite.
    if (name.unknown || name.quoted) return;
    if (std::any_of(known.begin(), known.end(),
                    [&](std::string_view each) { return EqualsIgnoringCase(each, name.text); })) {
      return;
    }
    const Names* columns = table.table->columns();
    if (columns == nullptr || columns->size() == 0) return;
    if (Contains(*columns, name.text)) return CheckWriteOnly(name, table);
    if (table.list_only && HasColumn(binding_.catalog.TablesOf(*table.type).resources, name.text)) {
      binding_.problems.push_back({.what = rules::ListOnlyMisuse::Column{.base = BaseTable(table),
                                                                         .column = name.text,
                                                                         .table = table.name},
                                   .where = name.where});
      return;
    }
    std::vector<std::string_view> names;
    for (const auto* column : *columns) names.push_back(column->string_view());
    binding_.ReportUnknownName(rules::UnknownSelectColumn{.column = name.text, .table = table.name},
                               name, names);
  }

  static bool HasColumn(const snapshot::SqlTable* table, std::string_view name) {
    return table != nullptr && table->columns() != nullptr && Contains(*table->columns(), name);
  }

  // stages.name without an alias, and s.*; true if that was reported.
  bool CheckQualifier(const sql::Expr& expr, const sql::Table& table) {
    const Sources& sources = binding_.values.sources();
    if (HasHole(sources.Bytes(expr.where))) return false;
    if (expr.kind == sql::Expr::Kind::kStar) {
      binding_.problems.push_back(
          {.what = rules::UnknownSelectColumn::Star{.name = sources.Bytes(expr.where)},
           .where = expr.where,
           .help = "Name the columns, or select *."});
      return true;
    }
    // A hole after the table may be its alias.
    const size_t qualifiers = expr.names.size() - 1;
    if (qualifiers == 0 || qualifiers > 2 || table.alias.unknown || statement_.partial)
      return false;
    if (qualifiers == 1 && expr.names[0].text == table.alias.text) return false;
    const Loc where = Hull(expr.names[0].where, expr.names[qualifiers - 1].where);
    binding_.problems.push_back(
        {.what = rules::UnknownSelectColumn::Qualifier{.name = sources.Bytes(where)},
         .where = where,
         .help = "Remove it, or give the table an alias."});
    return true;
  }

  Binding& binding_;
  const sql::Statement& statement_;
  const sql::Select* reader_ = nullptr;          // of the query that is being bound
  std::map<const sql::Select*, RowTypes> rows_;  // of the queries inside others
};

// What is looked for may not have a known identifier.
void AdviseList(Binding& binding, const Resolved& resolved) {
  if (binding.catalog.TablesOf(*resolved.type).list == nullptr) return;
  Problem& problem = binding.problems.back();
  if (problem.repairs.empty())
    problem.help += " To look for it, list '" + resolved.name + "_list_only'.";
}

}  // namespace

void BindSelect(Binding& binding, const sql::Statement& statement, const sql::Select& select,
                bool nested) {
  SelectBinder(binding, statement).Bind(select, {.nested = nested});
}

void AddWithParameters(Binding& binding, const Resolved& resolved, const Scope& scope,
                       Operation operation) {
  const bool reads = operation.call == Call::kRead || operation.call == Call::kList;
  const auto take = [&](std::string_view name) {
    std::vector<ValueId> choices = Choices(binding.values, scope, name);
    if (choices.front() == kNoValue) {
      Given given = FindParameter(*scope.where, name);
      if (scope.change) given.meant = MeantAs(name, scope, resolved, TypedParameters());
      Message what = rules::MissingParameter{.name = name, .table = resolved.name};
      if (reads && name == "region") {
        what = rules::RegionDefaulted{.name = name, .table = resolved.name};
      }
      binding.ReportMissing(std::move(what), name, scope.table->where, given);
      if (reads && name == "Identifier" && binding.query->anchor == "exists") {
        AdviseList(binding, resolved);
      }
    }
    return choices;
  };
  std::vector<ValueId> regions = take("region");
  const std::vector<ValueId> given = regions;
  if (reads && regions.front() == kNoValue) regions = {DefaultRegion(binding.values, scope)};
  for (const ValueId region : regions) {
    if (region != kNoValue) CheckRegion(binding.values, region, binding.problems);
  }
  std::vector<ValueId> identifiers = {kNoValue};
  if (operation.call != Call::kList) identifiers = take("Identifier");
  for (const ValueId identifier : identifiers) {
    if (identifier == kNoValue) continue;
    CheckIdentifier(binding.values, identifier, *resolved.type, binding.problems);
  }
  CheckIdentifierRegion(binding.values, given, identifiers, binding.problems);
  binding.AddEach(std::move(operation), regions, identifiers);
}

}  // namespace stackql
