#include "operation/binding.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "catalog/catalog.h"
#include "diag/suggest.h"
#include "operation/service_tables.h"
#include "rules/query.h"
#include "rules/resource.h"
#include "snapshot/snapshot_tables.h"
#include "stack/providers.h"
#include "value/value.h"

namespace stackql {
namespace {

using StatementKind = sql::Statement::Kind;

constexpr size_t kMostFanned = 100;  // operations of one table of a statement

// The name of an awscc table that a template ends, if what a statement asks of it is certain all
// the same; else empty.
std::string NameWithHole(const sql::Table& table, StatementKind kind) {
  const std::vector<sql::Name>& parts = table.parts;
  // The base view or its list?
  if (kind == StatementKind::kSelect) return {};
  if (parts.size() < 3 || parts[0].unknown || parts[1].unknown || parts[0].text != "awscc")
    return {};
  const std::string service = "awscc." + parts[1].text + ".";
  return FindServiceTable(service, kind) ? std::string() : service + "<unknown>";
}

}  // namespace

Resolved Binding::Resolve(const sql::Table& table, StatementKind kind) {
  Resolved resolved;
  const bool unknown = std::any_of(table.parts.begin(), table.parts.end(),
                                   [](const sql::Name& part) { return part.unknown; });
  if (unknown) {
    CountUnchecked("table named by a template", table.where);
    LeaveUnresolved(table.where, "a table named by a template");
    resolved.name = NameWithHole(table, kind);
    return resolved;
  }
  if (table.parts.size() == 2) CheckProvider(table);
  if (table.parts.size() < 3) return resolved;  // a common table expression or a view
  if (table.parts[0].text != "awscc") {
    const sql::Name& provider = table.parts[0];
    const bool cased = EqualsIgnoringCase(provider.text, "awscc");
    if (IsMisspelledProvider(provider.text)) {
      problems.push_back({.what = rules::UnknownTable::Provider{.name = provider.text},
                          .where = provider.where,
                          .help = cased ? "Names of providers are case-sensitive: write awscc."
                                        : DidYouMean("awscc"),
                          .repairs = {Correct(provider.text, "awscc", provider.where)},
                          .certain = true});
    }
    // StackQL's older provider calls AWS, too.
    if (provider.text == "aws") LeaveUnresolved(table.where, "a table of provider 'aws'");
    CountUnchecked(provider.text + ".*", table.where);
    return resolved;
  }
  for (const sql::Name& part : table.parts) {
    resolved.name += (resolved.name.empty() ? "" : ".") + part.text;
  }
  const auto match = catalog.FindTable(table.parts[1].text, table.parts[2].text);
  resolved.type = match.type;
  resolved.table = match.table;
  resolved.list_only = match.list_only;
  resolved.view_of = match.view_of;
  switch (match.found) {
    case catalog::Catalog::Found::kNoService:
      ReportUnknownTable(table, 1, catalog.ServiceNames());
      break;
    case catalog::Catalog::Found::kNoResource:
      ReportUnknownTable(table, 2, catalog.TableNames(table.parts[1].text));
      break;
    case catalog::Catalog::Found::kNotKnown:
      if (FindServiceTable(resolved.name, kind)) break;
      CountUnchecked(resolved.name, table.where);
      break;
    default:
      break;
  }
  return resolved;
}

// ivs.stages, which is a table only of the provider that USE names, or else a view.
void Binding::CheckProvider(const sql::Table& table) {
  const std::string name = table.parts[0].text + "." + table.parts[1].text;
  const sql::Statement& first = arm->statements.front();
  const bool chosen = EqualsIgnoringCase(values.sources().Bytes(first.verb), "use");
  if (!chosen && catalog.FindTable(table.parts[0].text, table.parts[1].text).table != nullptr) {
    const std::string qualified = "awscc." + name;
    problems.push_back({.what = rules::UnknownTable::Unqualified{.name = name},
                        .where = table.where,
                        .help = DidYouMean(qualified),
                        .repairs = {ReplaceWith(qualified, table.where)},
                        .certain = true});
  }
  LeaveUnresolved(table.where, "a table without a provider");
  CountUnchecked(name, table.where);
}

void Binding::ReportUnknownTable(const sql::Table& table, size_t part,
                                 const std::vector<std::string_view>& known) {
  const sql::Name& name = table.parts[part];
  std::string provider = "awscc";
  if (const std::string_view version = catalog.version(); !version.empty()) {
    provider.append(" ").append(version);
  }
  Problem problem = {.what = rules::UnknownTable::Service{.name = name.text, .version = provider},
                     .where = name.where};
  if (part != 1) {
    problem.what =
        rules::UnknownTable{.name = name.text, .service = table.parts[1].text, .version = provider};
  }
  if (const std::string_view meant = Suggest(name.text, known); !meant.empty()) {
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(Correct(name.text, meant, name.where));
    // Names are case-sensitive, and plurals.
    problem.certain = EqualsIgnoringCase(name.text, meant) ||
                      (part == 2 && EqualsIgnoringCase(name.text + "s", meant));
  }
  problems.push_back(std::move(problem));
}

Operation Binding::NewOperation(Call call, const Resolved& table, Loc where,
                                const sql::Statement& statement) const {
  Operation operation = {.call = call,
                         .type = table.type,
                         .table = table.name,
                         .where = where,
                         .statement = statement.where};
  if (table.type != nullptr) {
    operation.type_name = table.type->type_name()->str();
  }
  if (!statement.returning.empty()) operation.returning = statement.returning.front().expr.where;
  operation.anchor = query->anchor;
  if (!IsLater(statement)) operation.phases = phases;
  if (query->resource != nullptr) operation.resource = query->resource->name;
  return operation;
}

void Binding::AddEach(Operation operation, const std::vector<ValueId>& regions,
                      const std::vector<ValueId>& identifiers) {
  size_t left = kMostFanned;
  for (const ValueId region : regions) {
    for (const ValueId identifier : identifiers) {
      operation.region = left > 0 ? region : values.AddUnknown(operation.where);
      operation.identifier =
          left > 0 || identifier == kNoValue ? identifier : values.AddUnknown(operation.where);
      bound.operations.push_back(operation);
      if (left-- == 0) return;
    }
  }
}

bool Binding::IsLater(const sql::Statement& statement) const {
  const std::vector<sql::Statement>& all = arm->statements;
  return !all.empty() && &statement != &all.front();
}

bool Binding::CheckHandler(const Resolved& table, snapshot::Handler handler, std::string_view verb,
                           const sql::Statement& statement) {
  if (catalog::Takes(*table.table, handler)) return true;
  problems.push_back(
      {.what = rules::UnsupportedOperation{.type = table.type->type_name()->str(), .verb = verb},
       .where = statement.verb});
  return false;
}

void Binding::ReportMissing(Message what, std::string_view name, Loc at, const Given& given) {
  Problem problem = {.what = std::move(what), .where = at};
  if (given.misspelled != nullptr) {
    const sql::Name& written = given.misspelled->names.back();
    problem.where = written.where;
    problem.help = "Parameter names are case-sensitive: write '" + std::string(name) + "'.";
    problem.repairs.push_back(ReplaceWith(name, written.where));
  } else if (given.meant != nullptr) {
    const sql::Name& written = given.meant->names.back();
    problem.where = written.where;
    problem.help = DidYouMean(name);
    problem.repairs.push_back(Correct(written.text, name, written.where));
  } else if (given.unequal != nullptr) {
    problem.where = given.unequal->where;
    problem.help = "Set it with '=' or IN; other comparisons do not count.";
  } else {
    problem.help = "Add " + std::string(name) + " = '...' to the WHERE clause.";
  }
  problems.push_back(std::move(problem));
}

void Binding::ReportUnknownName(Message what, const sql::Name& name,
                                const std::vector<std::string_view>& known) {
  const std::string_view meant = Suggest(name.text, known);
  Problem problem = {.what = std::move(what), .where = name.where};
  if (!meant.empty()) {
    problem.help = DidYouMean(meant);
    problem.repairs.push_back(Correct(name.text, meant, name.where));
  }
  problems.push_back(std::move(problem));
}

void Binding::CheckAnchor(const sql::Statement& statement) {
  if (IsLater(statement)) return;
  const std::string_view key = query->anchor;
  const std::string_view base = key.substr(0, key.find(':'));
  const bool reads = statement.kind == StatementKind::kSelect;
  const bool idle = reads || statement.kind == StatementKind::kOther;  // it changes nothing
  std::string_view wanted;
  if (base == "exists" || base == "statecheck" || base == "exports" || base == "callback" ||
      base == "troubleshoot") {
    if (!reads) wanted = "SELECT";
  } else if (base == "delete") {
    if (statement.kind != StatementKind::kDelete) wanted = "DELETE";
  } else if (base == "create" || base == "createorupdate") {
    if (idle || statement.kind == StatementKind::kDelete) wanted = "INSERT";
  } else if (base == "update") {
    if (idle || statement.kind == StatementKind::kDelete) wanted = "UPDATE";
  }
  if (wanted.empty()) return;
  problems.push_back(
      {.what =
           rules::AnchorMismatch{
               .anchor = key, .expected = wanted, .found = values.sources().Bytes(statement.verb)},
       .where = statement.verb,
       .related = {{query->anchor_at, "under this anchor"}}});
}

std::string BaseTable(const Resolved& table) {
  constexpr std::string_view kListOnly = "_list_only";
  const std::string_view name = table.name;
  return std::string(
      name.substr(0, name.size() - (name.ends_with(kListOnly) ? kListOnly.size() : 0)));
}

}  // namespace stackql
