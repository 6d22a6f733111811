#include "operation/bind.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "diag/suggest.h"
#include "json/json.h"
#include "operation/generic.h"
#include "operation/parameters.h"
#include "operation/patch.h"
#include "operation/phases.h"
#include "operation/properties.h"
#include "operation/region.h"
#include "operation/service_tables.h"

namespace stackql {
namespace {

using snapshot::Handler;
using snapshot::ResourceType;
using StatementKind = sql::Statement::Kind;

// Beside DesiredState in Cloud Control's CreateResource, but most likely not sent by StackQL.
constexpr std::array<std::string_view, 3> kNotSent = {"ClientToken", "RoleArn", "TypeVersionId"};

constexpr size_t kMostFanned = 100;  // identifiers of one IN list

struct Resolved {
  const ResourceType* type = nullptr;
  bool list_only = false;
  std::string name = {};  // awscc.ivs.stages
};

class Binder {
 public:
  Binder(Values& values, const catalog::Catalog& catalog, Problems& problems)
      : values_(values), catalog_(catalog), problems_(problems) {}

  Bound Run(const Evaluation& evaluation) {
    for (const Query& query : evaluation.queries) {
      query_ = &query;
      phases_ = PhasesOf(query.resource, query.anchor, query.has_exists);
      for (const sql::Statement& statement : query.statements) BindStatement(statement);
    }
    query_ = nullptr;
    for (const LooseResource& loose : evaluation.loose) BindLoose(loose);
    return std::move(bound_);
  }

 private:
  // --- tables ------------------------------------------------------------------------------------

  void CountUnchecked(const std::string& what) { ++bound_.not_checked[what]; }

  Resolved Resolve(const sql::Table& table) {
    Resolved resolved;
    const bool unknown = std::any_of(table.parts.begin(), table.parts.end(),
                                     [](const sql::Name& part) { return part.unknown; });
    if (unknown) {
      CountUnchecked("table named by a template");
      return resolved;
    }
    if (table.parts.size() < 3) return resolved;  // a common table expression or a view
    for (const sql::Name& part : table.parts) {
      resolved.name += (resolved.name.empty() ? "" : ".") + part.text;
    }
    if (table.parts[0].text != "awscc") {
      CountUnchecked(table.parts[0].text + ".*");
      return resolved;
    }
    const auto match = catalog_.FindTable(table.parts[1].text, table.parts[2].text);
    resolved.type = match.type;
    resolved.list_only = match.list_only;
    if (match.type == nullptr) CountUnchecked(resolved.name);
    return resolved;
  }

  Operation NewOperation(Call call, const Resolved& table, Loc where,
                         const sql::Statement& statement) {
    Operation operation = {.call = call,
                           .type = table.type,
                           .table = table.name,
                           .where = where,
                           .statement = statement.where};
    if (table.type != nullptr) operation.type_name = table.type->type_name()->str();
    operation.anchor = query_->anchor;
    operation.phases = phases_;
    if (query_->resource != nullptr) operation.resource = query_->resource->name;
    return operation;
  }

  // A table whose type is not in the catalog, or that has none. Nothing of other providers.
  void AddOther(const Resolved& table, Loc where, const sql::Statement& statement) {
    if (table.name.substr(0, 6) != "awscc.") return;
    const auto service = FindServiceTable(table.name, statement.kind);
    const Call call = service ? service->call : CallOf(table.name, statement.kind);
    Operation operation = NewOperation(call, table, where, statement);
    if (service && service->typed) {
      BindGeneric(values_, catalog_, statement, operation, problems_);
    } else {
      TakeSilently(statement, operation);
    }
    bound_.operations.push_back(std::move(operation));
  }

  // Region and identifier, where one table alone can be meant.
  void TakeSilently(const sql::Statement& statement, Operation& operation) {
    const bool reads = statement.kind == StatementKind::kSelect;
    const bool alone = !reads || (statement.select.tables.size() == 1 && !statement.select.joined);
    const std::vector<sql::Expr>& where = reads ? statement.select.where : statement.where_clause;
    const auto take = [&](std::string_view name) {
      const Given given = alone ? FindParameter(where, name) : Given{};
      if (given.value != nullptr) return ParameterValue(values_, *given.value);
      return alone && !given.present && !given.maybe ? kNoValue
                                                     : values_.AddUnknown(operation.where);
    };
    if (statement.kind == StatementKind::kInsert) return;
    operation.region = take("region");
    if (operation.call != Call::kList) operation.identifier = take("Identifier");
  }

  void BindStatement(const sql::Statement& statement) {
    if (statement.not_checked) return CountUnchecked("statements that could not be read");
    switch (statement.kind) {
      case StatementKind::kSelect:
        return BindSelect(statement, statement.select, false);
      case StatementKind::kInsert:
        return BindInsert(statement);
      case StatementKind::kUpdate:
        return BindUpdate(statement);
      case StatementKind::kDelete:
        return BindDelete(statement);
      default:
        return CountUnchecked("other statements");
    }
  }

  // --- anchors -----------------------------------------------------------------------------------

  // A statement that does something else than its anchor says. Only the first one of an anchor
  // runs.
  void CheckAnchor(const sql::Statement& statement) {
    const std::vector<sql::Statement>& all = query_->statements;
    if (!all.empty() && &statement != &all.front()) return;
    const std::string_view key = query_->anchor;
    const std::string_view base = key.substr(0, key.find(':'));
    const bool reads = statement.kind == StatementKind::kSelect;
    std::string_view wanted;
    if (base == "exists" || base == "statecheck" || base == "exports" || base == "callback" ||
        base == "troubleshoot") {
      if (!reads) wanted = "SELECT";
    } else if (base == "delete") {
      if (statement.kind != StatementKind::kDelete) wanted = "DELETE";
    } else if (base == "create" || base == "createorupdate") {
      if (reads || statement.kind == StatementKind::kDelete) wanted = "INSERT";
    } else if (base == "update") {
      if (reads || statement.kind == StatementKind::kDelete) wanted = "UPDATE";
    }
    if (wanted.empty()) return;
    problems_.push_back({.rule = "anchor-mismatch",
                         .where = statement.verb,
                         .args = {{"anchor", std::string(key)},
                                  {"expected", std::string(wanted)},
                                  {"found", std::string(values_.sources().Bytes(statement.verb))}},
                         .related = {{query_->anchor_at, "under this anchor"}}});
  }

  // --- parameters --------------------------------------------------------------------------------

  void ReportMissing(const sql::Statement& statement, std::string_view rule, std::string_view name,
                     const Resolved& table, Loc at, const Given& given) {
    if (statement.partial || given.maybe) return;
    Problem problem = {
        .rule = rule, .where = at, .args = {{"name", std::string(name)}, {"table", table.name}}};
    if (given.misspelt != nullptr) {
      const sql::Name& written = given.misspelt->names.back();
      problem.where = written.where;
      problem.help = "Parameter names are case-sensitive: write '" + std::string(name) + "'.";
      problem.repairs.push_back({.title = "Replace with '" + std::string(name) + "'",
                                 .where = written.where,
                                 .text = std::string(name)});
    } else if (given.unequal != nullptr) {
      problem.where = given.unequal->where;
      problem.help = "Give it with '=' or IN; other comparisons do not count.";
    } else {
      problem.help = "Add " + std::string(name) + " = '...' to the WHERE clause.";
    }
    problems_.push_back(std::move(problem));
  }

  // Takes region and Identifier from a WHERE clause into the operation.
  void TakeParameters(const sql::Statement& statement, const std::vector<sql::Expr>& where,
                      const Resolved& table, Loc at, Operation& operation) {
    const Given region = FindParameter(where, "region");
    if (region.value != nullptr) {
      operation.region = ParameterValue(values_, *region.value);
      CheckRegion(values_, operation.region, problems_);
    } else if (!region.present) {
      const bool reads = statement.kind == StatementKind::kSelect;
      ReportMissing(statement, reads ? "region-defaulted" : "missing-parameter", "region", table,
                    at, region);
    }
    if (operation.call == Call::kList) return;
    const Given identifier = FindParameter(where, "Identifier");
    if (identifier.value != nullptr) {
      operation.identifier = ParameterValue(values_, *identifier.value);
      CheckIdentifier(values_, operation.identifier, *table.type, problems_);
    } else if (!identifier.present) {
      ReportMissing(statement, "missing-parameter", "Identifier", table, at, identifier);
    }
  }

  bool CheckHandler(const Resolved& table, Handler handler, std::string_view verb,
                    const sql::Statement& statement) {
    if (catalog::FindHandler(*table.type, handler) != nullptr) return true;
    problems_.push_back(
        {.rule = "unsupported-operation",
         .where = statement.verb,
         .args = {{"type", table.type->type_name()->str()}, {"verb", std::string(verb)}}});
    return false;
  }

  // A _list_only table can only be selected from.
  bool CheckWritable(const sql::Statement& statement, const Resolved& table) {
    if (!table.list_only) return true;
    problems_.push_back({.rule = "list-only-misuse",
                         .where = statement.target.where,
                         .message = "write",
                         .args = {{"table", table.name}, {"base", BaseTable(table)}},
                         .repairs = {{.title = "Use the base table",
                                      .where = statement.target.parts.back().where,
                                      .text = table.type->table()->str()}}});
    return false;
  }

  static std::string BaseTable(const Resolved& table) {
    return "awscc." + table.type->service()->str() + "." + table.type->table()->str();
  }

  // --- SELECT ------------------------------------------------------------------------------------

  void BindSelect(const sql::Statement& statement, const sql::Select& select, bool nested) {
    for (const sql::Common& common : select.with) {
      for (const sql::Select& query : common.query) BindSelect(statement, query, true);
    }
    for (const sql::Select& derived : select.derived) BindSelect(statement, derived, true);
    bool checked_anchor = nested;
    std::vector<ReadView> views;
    for (const sql::Table& table : select.tables) {
      const Resolved resolved = Resolve(table);
      if (resolved.type == nullptr) {
        AddOther(resolved, table.where, statement);
        continue;
      }
      if (!checked_anchor) CheckAnchor(statement);
      checked_anchor = true;
      views.push_back({&table, resolved.name});
      Operation operation = NewOperation(resolved.list_only ? Call::kList : Call::kRead, resolved,
                                         table.where, statement);
      const bool simple = !select.joined && select.tables.size() == 1 && select.derived.empty();
      if (simple && CheckHandler(resolved, resolved.list_only ? Handler::List : Handler::Read,
                                 resolved.list_only ? "list" : "read", statement)) {
        TakeParameters(statement, select.where, resolved, table.where, operation);
        CheckSelectColumns(select, resolved);
        if (resolved.list_only) CheckListOnly(select, resolved);
      } else {
        TakeJoined(select, table, operation);
      }
      FanOut(select, std::move(operation));
    }
    CheckReadRegion(values_.sources(), statement, select, views, problems_);
  }

  // The views take a region from an unqualified term alone; which identifiers a join reads is told
  // by a term on the table's own alias, if at all.
  void TakeJoined(const sql::Select& select, const sql::Table& table, Operation& operation) {
    const Given region = FindParameter(select.where, "region");
    operation.region = region.unqualified && region.value != nullptr
                           ? ParameterValue(values_, *region.value)
                           : values_.AddUnknown(table.where);
    if (operation.call == Call::kList) return;
    const Given identifier = FindParameter(select.where, "Identifier");
    const bool own = identifier.value != nullptr && identifier.qualified.size() == 1 &&
                     identifier.qualified[0]->names[0].text == table.alias.text;
    operation.identifier =
        own ? ParameterValue(values_, *identifier.value) : values_.AddUnknown(table.where);
  }

  // IN makes a request for each of its values.
  void FanOut(const sql::Select& select, Operation operation) {
    const Given identifier = FindParameter(select.where, "Identifier");
    const bool several = operation.call == Call::kRead && operation.identifier == kNoValue &&
                         identifier.list != nullptr;
    if (!several) {
      bound_.operations.push_back(std::move(operation));
      return;
    }
    const std::vector<sql::Expr>& items = identifier.list->args;
    for (size_t i = 1; i < items.size() && i <= kMostFanned; ++i) {
      if (items[i].kind == sql::Expr::Kind::kHole) continue;  // the list is open
      bound_.operations.push_back(operation);
      bound_.operations.back().identifier = ParameterValue(values_, items[i]);
    }
    if (!identifier.list->open_list && items.size() <= kMostFanned + 1) return;
    bound_.operations.push_back(std::move(operation));
    bound_.operations.back().identifier = values_.AddUnknown(identifier.list->where);
  }

  // Identifier on a _list_only table: it lists, whatever the WHERE clause says.
  void CheckListOnly(const sql::Select& select, const Resolved& table) {
    const Given identifier = FindParameter(select.where, "Identifier");
    if (!identifier.present || identifier.value == nullptr) return;
    problems_.push_back({.rule = "list-only-misuse",
                         .where = identifier.value->where,
                         .message = "identifier",
                         .args = {{"table", table.name}, {"base", BaseTable(table)}}});
  }

  void CheckSelectColumns(const sql::Select& select, const Resolved& table) {
    for (const sql::SelectItem& item : select.items) CheckColumns(item.expr, table, 0);
  }

  void CheckColumns(const sql::Expr& expr, const Resolved& table, int depth) {
    if (depth > 50) return;
    for (const sql::Expr& arg : expr.args) CheckColumns(arg, table, depth + 1);
    if (expr.kind != sql::Expr::Kind::kColumn || expr.names.empty()) return;
    const sql::Name& name = expr.names.back();
    // A double-quoted name that is no column is text to SQLite.
    if (name.unknown || name.quoted) return;
    const auto* columns = table.list_only ? table.type->list_columns() : table.type->columns();
    if (columns == nullptr || Contains(*columns, name.text)) return;
    const auto* all = table.type->columns();
    if (table.list_only && all != nullptr && Contains(*all, name.text)) {
      problems_.push_back(
          {.rule = "list-only-misuse",
           .where = name.where,
           .message = "column",
           .args = {{"column", name.text}, {"table", table.name}, {"base", BaseTable(table)}}});
      return;
    }
    std::vector<std::string_view> names;
    for (const auto* column : *columns) names.push_back(column->string_view());
    ReportUnknownName("unknown-select-column", name, table, names);
  }

  static bool Contains(const flatbuffers::Vector<flatbuffers::Offset<flatbuffers::String>>& names,
                       std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [&](const auto* known) { return known->string_view() == name; });
  }

  void ReportUnknownName(std::string_view rule, const sql::Name& name, const Resolved& table,
                         const std::vector<std::string_view>& known) {
    const std::string_view meant = Suggest(name.text, known);
    Problem problem = {
        .rule = rule, .where = name.where, .args = {{"column", name.text}, {"table", table.name}}};
    if (!meant.empty()) {
      problem.help = "Did you mean '" + std::string(meant) + "'?";
      problem.repairs.push_back({.title = "Replace with '" + std::string(meant) + "'",
                                 .where = name.where,
                                 .text = std::string(meant)});
    }
    problems_.push_back(std::move(problem));
  }

  // --- INSERT ------------------------------------------------------------------------------------

  void BindInsert(const sql::Statement& statement) {
    if (!statement.select.tables.empty()) BindSelect(statement, statement.select, true);
    const Resolved table = Resolve(statement.target);
    if (table.type == nullptr) return AddOther(table, statement.target.where, statement);
    CheckAnchor(statement);
    if (!CheckWritable(statement, table)) return;
    if (!CheckHandler(table, Handler::Create, "create", statement)) return;
    CheckCounts(statement);
    const bool from_tables = statement.rows.empty();
    for (size_t row = 0; row < std::max<size_t>(statement.rows.size(), 1); ++row) {
      Operation operation = NewOperation(Call::kCreate, table, statement.target.where, statement);
      DesiredState(statement, from_tables ? nullptr : &statement.rows[row], row == 0, table,
                   operation);
      bound_.operations.push_back(std::move(operation));
    }
  }

  void CheckCounts(const sql::Statement& statement) {
    if (statement.partial || statement.open_columns || statement.open_rows) return;
    for (const std::vector<sql::Expr>& row : statement.rows) {
      if (row.empty() || row.size() == statement.columns.size() || statement.columns.empty())
        continue;
      const bool more = row.size() > statement.columns.size();
      const Loc at =
          more ? row[statement.columns.size()].where : statement.columns[row.size()].where;
      problems_.push_back({.rule = "column-count-mismatch",
                           .where = at,
                           .message = more ? "values" : "columns",
                           .args = {{"columns", std::to_string(statement.columns.size())},
                                    {"values", std::to_string(row.size())}}});
    }
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
        operation.region =
            value != nullptr ? ParameterValue(values_, *value) : values_.AddUnknown(column.where);
        CheckRegion(values_, operation.region, problems_);
        continue;
      }
      const snapshot::Property* property = FindProperty(*table.type, column.text);
      if (property == nullptr) {
        if (judge) ReportColumn(column, table);
        continue;
      }
      const ValueId content =
          value != nullptr ? PropertyValue(values_, *value, *table.type, *property, problems_)
                           : values_.AddUnknown(column.where);
      if (CheckPlaceholder(values_, content, problems_)) continue;
      members.push_back({values_.AddString(Unquoted(column), column.where), content});
    }
    const bool open = statement.partial || statement.open_columns || statement.columns.empty();
    operation.desired = values_.AddObject(statement.target.where, members, open);
    if (!has_region && judge && !open) ReportMissingRegion(statement, table);
  }

  // The place of a column's name without its quotes, whose bytes are the name.
  static Loc Unquoted(const sql::Name& name) {
    return name.quoted ? name.where.Sub(1, name.where.span.size() - 1) : name.where;
  }

  void ReportMissingRegion(const sql::Statement& statement, const Resolved& table) {
    problems_.push_back({.rule = "missing-parameter",
                         .where = statement.target.where,
                         .args = {{"name", "region"}, {"table", table.name}},
                         .help = "Add the column region and its value."});
  }

  void ReportDuplicate(const sql::Name& column, const sql::Name& first) {
    problems_.push_back({.rule = "duplicate-column",
                         .where = column.where,
                         .args = {{"column", column.text}},
                         .related = {{first.where, "first given here"}}});
  }

  void ReportColumn(const sql::Name& column, const Resolved& table) {
    if (std::find(kNotSent.begin(), kNotSent.end(), column.text) != kNotSent.end()) {
      problems_.push_back(
          {.rule = "column-not-sent", .where = column.where, .args = {{"column", column.text}}});
      return;
    }
    std::vector<std::string_view> names = PropertyNames(*table.type);
    names.emplace_back("region");
    ReportUnknownName("unknown-column", column, table, names);
  }

  // --- UPDATE, DELETE ----------------------------------------------------------------------------

  void BindUpdate(const sql::Statement& statement) {
    const Resolved table = Resolve(statement.target);
    if (table.type == nullptr) return AddOther(table, statement.target.where, statement);
    CheckAnchor(statement);
    if (!CheckWritable(statement, table)) return;
    if (!CheckHandler(table, Handler::Update, "update", statement)) return;
    Operation operation = NewOperation(Call::kUpdate, table, statement.target.where, statement);
    TakeParameters(statement, statement.where_clause, table, statement.target.where, operation);
    bool has_patch = false;
    bool unknown_name = false;
    for (const sql::Assignment& set : statement.sets) {
      if (set.column.unknown) {
        unknown_name = true;
      } else if (set.column.text == "PatchDocument") {
        has_patch = true;
        operation.desired = Patch(set.value, table);
      } else {
        problems_.push_back({.rule = "unexpected-assignment",
                             .where = set.column.where,
                             .args = {{"column", set.column.text}, {"table", table.name}}});
        unknown_name = true;
      }
    }
    if (!has_patch && !unknown_name && !statement.partial) {
      problems_.push_back({.rule = "missing-parameter",
                           .where = statement.target.where,
                           .args = {{"name", "PatchDocument"}, {"table", table.name}},
                           .help = "SET PatchDocument = string('[...]'), a JSON Patch."});
    }
    bound_.operations.push_back(std::move(operation));
  }

  ValueId Patch(const sql::Expr& expr, const Resolved& table) {
    const sql::Expr* literal = Literal(expr);
    if (literal == nullptr || literal->kind != sql::Expr::Kind::kString) return kNoValue;
    const std::string_view bytes = values_.sources().Bytes(literal->text);
    if (bytes == kHoleBytes) return kNoValue;
    const json::Parsed parsed = json::Parse(values_, literal->text);
    if (parsed.value != kNoValue) {
      return PartialState(values_, parsed.value, *table.type, problems_);
    }
    if (parsed.unsure || HasHole(bytes.substr(0, 3)) || IsSpoilt(values_, *literal)) {
      return kNoValue;
    }
    problems_.push_back({.rule = "invalid-patch",
                         .where = parsed.error,
                         .message = "json",
                         .args = {{"expected", parsed.expected}}});
    return kNoValue;
  }

  void BindDelete(const sql::Statement& statement) {
    const Resolved table = Resolve(statement.target);
    if (table.type == nullptr) return AddOther(table, statement.target.where, statement);
    CheckAnchor(statement);
    if (!CheckWritable(statement, table)) return;
    if (!CheckHandler(table, Handler::Delete, "delete", statement)) return;
    Operation operation = NewOperation(Call::kDelete, table, statement.target.where, statement);
    TakeParameters(statement, statement.where_clause, table, statement.target.where, operation);
    bound_.operations.push_back(std::move(operation));
  }

  // --- resources without a query file ------------------------------------------------------------

  // The types a resource may be, by its name (stage, stages, Stage) and a property that it has.
  std::vector<const ResourceType*> Candidates(const LooseResource& loose) const {
    std::vector<const ResourceType*> found;
    for (const ResourceType* type : catalog_.Types()) {
      if (!NamedLike(*type, loose.resource->name)) continue;
      const bool fits =
          std::any_of(loose.resource->props.begin(), loose.resource->props.end(),
                      [&](const Prop& prop) { return FindProperty(*type, prop.name) != nullptr; });
      if (fits) found.push_back(type);
    }
    return found;
  }

  static bool NamedLike(const ResourceType& type, std::string_view name) {
    if (type.table() == nullptr) return false;
    const std::string_view table = type.table()->string_view();
    const std::string_view full = type.type_name()->string_view();
    const std::string_view last = full.substr(full.rfind(':') + 1);
    return name == table || catalog_name(name) == catalog_name(last);
  }

  // Lower case without underscores and hyphens, to compare resource names with type names.
  static std::string catalog_name(std::string_view name) {
    std::string folded;
    for (const char c : name) {
      if (c != '_' && c != '-') folded += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return folded;
  }

  void BindLoose(const LooseResource& loose) {
    const std::vector<const ResourceType*> candidates = Candidates(loose);
    const std::string& name = loose.resource->name;
    if (candidates.empty()) return CountUnchecked("resource '" + name + "' without a query file");
    if (candidates.size() > 1) {
      problems_.push_back({.rule = "unbound-resource",
                           .where = values_.Where(loose.resource->name_at),
                           .args = {{"name", name},
                                    {"first", candidates[0]->type_name()->str()},
                                    {"second", candidates[1]->type_name()->str()}}});
      return CountUnchecked("resource '" + name + "' without a query file");
    }
    const ResourceType& type = *candidates[0];
    Operation operation = {.call = Call::kCreate,
                           .type = &type,
                           .where = values_.Where(loose.resource->name_at),
                           .resource = name};
    operation.type_name = type.type_name()->str();
    operation.table = "awscc." + type.service()->str() + "." + type.table()->str();
    operation.statement = operation.where;
    std::vector<Member> members;
    for (const Member& prop : loose.props) {
      const snapshot::Property* property = FindProperty(type, values_.Text(prop.key));
      ValueId content = prop.value;
      if (property != nullptr) {
        content = PropertyValue(values_, prop.value, type, *property, problems_);
        if (CheckPlaceholder(values_, content, problems_)) continue;
      }
      members.push_back({prop.key, content});
    }
    operation.desired = values_.AddObject(operation.where, members, false);
    bound_.operations.push_back(std::move(operation));
  }

  Values& values_;
  const catalog::Catalog& catalog_;
  Problems& problems_;
  Bound bound_;
  const Query* query_ = nullptr;
  Phases phases_ = {};
};

}  // namespace

Bound Bind(Values& values, const catalog::Catalog& catalog, const Evaluation& evaluation,
           Problems& problems) {
  return Binder(values, catalog, problems).Run(evaluation);
}

}  // namespace stackql
