#include "sweep/type_policies.h"

#include <algorithm>
#include <set>

#include "iam/arn.h"
#include "iam/compare_grants.h"
#include "iam/grants_of.h"
#include "iam/group_grants.h"
#include "run/permissions.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"
#include "support/temporary_folder.h"
#include "sweep/examples.h"
#include "sweep/statements.h"

namespace stackql::sweep {
namespace {

using iam::Piece;
using snapshot::Verb;

constexpr std::string_view kAccount = "111122223333";
constexpr std::string_view kRegion = "us-east-1";

// A text that a part which is not known may be; `last`: of its forms, not the first.
std::string SampleOf(const Piece& piece, bool last) {
  if (piece.kind == Piece::Kind::kText) return piece.text;
  if (piece.text == "account") return std::string(kAccount);
  if (piece.text == "region") return std::string(kRegion);
  const bool counted = piece.text.find_first_not_of('?') == std::string::npos;
  if (counted && !piece.text.empty()) return std::string(piece.text.size(), 'q');
  if (piece.forms.empty()) return "x1";
  std::string sample = last ? piece.forms.back() : piece.forms.front();
  const size_t star = sample.find('*');
  return star == std::string::npos ? sample : sample.replace(star, 1, "x1");
}

bool IsOpen(const iam::Arn& arn) { return arn.size() == 1 && arn[0].kind != Piece::Kind::kText; }

void AddRequests(const std::string& action, const std::vector<iam::Arn>& arns,
                 std::set<SampleRequest>& requests) {
  for (const iam::Arn& arn : arns) {
    for (const bool last : {false, true}) {
      std::string resource;
      for (const Piece& piece : arn) resource += SampleOf(piece, last);
      requests.insert({action, IsOpen(arn) ? "*" : resource});
    }
  }
}

void AddReasons(const iam::Needs& safe, const std::vector<iam::Grant>& strict,
                const iam::ActionReference& actions, TypePolicies& found) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const iam::Need& need : safe.known) {
    const std::vector<iam::Grant> grants = iam::GrantsOf({need}, actions, {});
    for (const iam::Grant& grant : grants) {
      if (grant.resource == "*") found.on_all.push_back({grant, need.reason});
    }
    for (const iam::Grant& grant : iam::NotCovered(grants, strict)) {
      if (seen.insert({grant.action, grant.resource}).second)
        found.wider.push_back({grant, need.reason});
    }
  }
}

TypePolicies PoliciesOf(const std::array<const iam::OperationNeeds*, 3>& by_scope,
                        const iam::ActionReference& actions) {
  const iam::OperationNeeds& safe = *by_scope[0];
  const iam::OperationNeeds& strict = *by_scope[1];
  TypePolicies found = {.type = safe.operation.type,
                        .call = std::string(Name(safe.operation.call))};
  for (size_t i = 0; i < by_scope.size(); ++i) {
    found.documents.at(i) = iam::Group(iam::GrantsOf(by_scope.at(i)->needs.known, actions, {}));
  }
  std::set<SampleRequest> asked;
  std::set<SampleRequest> of_safe;
  for (const iam::Need& need : strict.needs.known) {
    if (IsAction(need.status)) {
      AddRequests(need.action, need.resources, asked);
    } else {
      found.unlisted.push_back(need.action);
    }
  }
  for (const iam::Need& need : safe.needs.known) {
    if (!IsAction(need.status)) continue;
    AddRequests(need.action, need.resources, of_safe);
    AddRequests(need.action, need.perhaps, of_safe);
  }
  found.requests.assign(asked.begin(), asked.end());
  std::set_difference(of_safe.begin(), of_safe.end(), asked.begin(), asked.end(),
                      std::back_inserter(found.of_safe));
  AddReasons(safe.needs, iam::GrantsOf(strict.needs.known, actions, {}), actions, found);
  return found;
}

void AddAll(const std::array<StackPermissions, 3>& by_scope, const iam::ActionReference& actions,
            const std::vector<std::string>& of, std::vector<TypePolicies>& all) {
  const size_t count = by_scope[0].operations.size();
  for (size_t i = 0; i < count; ++i) {
    if (!by_scope[0].operations[i].needs.unresolved.empty()) continue;
    all.push_back(PoliciesOf(
        {&by_scope[0].operations[i], &by_scope[1].operations.at(i), &by_scope[2].operations.at(i)},
        actions));
    all.back().of = of.size() == 1 ? of[0] : of.at(i);
  }
}

// Statements that name the resource literally, each in a file of its own.
std::vector<std::string> WriteStatements(const snapshot::ResourceType& type,
                                         const catalog::Catalog& catalog,
                                         const testing_support::TemporaryFolder& folder) {
  const snapshot::SqlTable* table = catalog.TablesOf(type).resources;
  std::vector<std::string> written;
  if (table == nullptr) return written;
  const auto script = [&] {
    return Script(type.service()->str(), table->name()->str(), std::string(kRegion));
  };
  const auto write = [&](const std::string& what, const Script& made) {
    folder.Write(std::to_string(written.size()) + ".iql", made.text());
    written.push_back(what);
  };
  Examples examples(type);
  const auto insert = [&](const std::vector<std::string>& names, Examples::Extent extent,
                          const std::string& what) {
    std::vector<Column> columns;
    for (const std::string& name : names) {
      if (auto value = examples.Property(name, extent)) columns.emplace_back(name, *value);
    }
    if (columns.empty()) return;
    Script made = script();
    made.Insert(columns);
    write(what, made);
  };
  if ((table->verbs() & Verb::Insert) != Verb::NONE) {
    insert(examples.required(), Examples::Extent::kRequired, "INSERT with what is required");
    insert(examples.settable(), Examples::Extent::kAll, "INSERT with all");
  }
  const std::string identifier = SampleIdentifier(type);
  if ((table->verbs() & Verb::Delete) != Verb::NONE) {
    Script made = script();
    made.Delete(identifier);
    write("DELETE", made);
  }
  return written;
}

}  // namespace

std::vector<TypePolicies> PoliciesOfType(const std::string& type, const catalog::Catalog& catalog,
                                         const iam::ActionReference& actions) {
  std::vector<TypePolicies> all;
  std::array<StackPermissions, 3> by_scope;
  for (size_t i = 0; i < kScopes.size(); ++i) {
    FindTypePermissions({type}, {.scope = kScopes.at(i).second}, catalog, actions, by_scope.at(i));
  }
  AddAll(by_scope, actions, {"type"}, all);
  const testing_support::TemporaryFolder folder;
  const std::vector<std::string> of = WriteStatements(*catalog.FindType(type), catalog, folder);
  if (of.empty()) return all;
  const RunOptions run = {.paths = {folder.path().string()}, .no_config = true, .jobs = 1};
  by_scope = {};
  for (size_t i = 0; i < kScopes.size(); ++i) {
    FindPermissions(run,
                    {.context = {.account = std::string(kAccount)}, .scope = kScopes.at(i).second},
                    snapshot::Snapshot::Open(snapshot::BuiltinBytes()), actions, by_scope.at(i));
  }
  AddAll(by_scope, actions, of, all);
  return all;
}

}  // namespace stackql::sweep
