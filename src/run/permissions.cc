#include "run/permissions.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "catalog/catalog.h"
#include "catalog/provider.h"
#include "iam/needs.h"
#include "iam/tags.h"
#include "run/bound_unit.h"
#include "run/operation_list.h"
#include "run/unit_reader.h"
#include "snapshot/snapshot_tables.h"
#include "value/value.h"

namespace stackql {
namespace {

bool Has(const Phases& some, const Phases& wanted) {
  const bool known = some.build || some.test || some.teardown;
  return !known || (some.build && wanted.build) || (some.test && wanted.test) ||
         (some.teardown && wanted.teardown);
}

bool IsWanted(const Operation& operation, const PermissionOptions& options) {
  const std::vector<Call>& calls = options.calls;
  return !IsNeverMade(operation) && Has(operation.phases, options.phases) &&
         (calls.empty() || std::find(calls.begin(), calls.end(), operation.call) != calls.end());
}

std::string WhyDistrusted(const catalog::Provider* provider, const PermissionOptions& options) {
  return provider == nullptr || !options.distrust ? std::string() : options.distrust(*provider);
}

iam::OperationNeeds NeedsOf(const Operation& operation, const Values& values,
                            const iam::StackCalls& calls, const PermissionOptions& options,
                            const iam::ActionReference& actions, const std::string& distrust) {
  iam::OperationNeeds found;
  if (operation.type != nullptr && operation.type->generated() && !distrust.empty()) {
    found.needs.unresolved = distrust;
    return found;
  }
  found.needs = iam::NeedsOf(operation, values, calls, actions, options.context, options.scope);
  if (options.documents_only) {
    std::erase_if(found.needs.known,
                  [](const iam::Need& need) { return need.listed_by == iam::ListedBy::kRegistry; });
  }
  if (options.drop_unused_tags) {
    found.dropped = iam::DropUnusedTags(operation, values, actions, found.needs.known);
  }
  if (options.stack_tags) {
    iam::MarkStackTag(operation, actions, found.needs.known);
    found.stack_tag = iam::StackTagOf(operation, values);
  }
  return found;
}

constexpr std::array<std::pair<Call, snapshot::Handler>, 5> kHandlers = {
    {{Call::kCreate, snapshot::Handler::Create},
     {Call::kRead, snapshot::Handler::Read},
     {Call::kUpdate, snapshot::Handler::Update},
     {Call::kDelete, snapshot::Handler::Delete},
     {Call::kList, snapshot::Handler::List}}};

// The tag that a resource is created with is that of the same resource later.
void SpreadStackTags(std::vector<iam::OperationNeeds>& operations) {
  std::map<std::string, std::set<std::string>> tags;
  for (const iam::OperationNeeds& each : operations) {
    if (each.operation.call == Call::kCreate) tags[each.operation.resource].insert(each.stack_tag);
  }
  for (iam::OperationNeeds& each : operations) {
    const std::string& resource = each.operation.resource;
    const auto known = tags.find(resource);
    const bool sure = !resource.empty() && known != tags.end() && known->second.size() == 1;
    each.stack_tag = sure ? *known->second.begin() : std::string();
  }
}

void AddList(const catalog::Catalog& catalog, const snapshot::ResourceType& type,
             const PermissionOptions& options, StackPermissions& permissions) {
  const auto listed = catalog.HandlersListedIn(type, options.documents_only);
  permissions.lists[listed.source] = listed.date;
}

// The texts of the files that operations are in.
void KeepTextsOf(const std::vector<iam::OperationNeeds>& operations, const Sources& sources,
                 std::map<std::string, std::string>& texts) {
  std::set<std::string_view> files;
  for (const iam::OperationNeeds& each : operations) files.insert(each.operation.file);
  for (TextId id = 0; id < sources.size(); ++id) {
    if (sources.StepOf(id) != Step::kFile || files.count(sources.Path(id)) == 0) continue;
    texts.try_emplace(sources.Path(id), sources.Bytes(id));
  }
}

// A protected value becomes a text that is not known.
void Hide(const SecretText& hidden, iam::Arn& arn) {
  iam::Arn shown;
  for (iam::Piece& piece : arn) {
    if (std::ranges::any_of(piece.forms, [&](const auto& form) { return hidden.IsIn(form); })) {
      piece.forms.clear();
    }
    if (!hidden.IsIn(piece.text)) {
      shown.push_back(std::move(piece));
      continue;
    }
    if (piece.kind != iam::Piece::Kind::kText) {
      piece.text = hidden.Without(piece.text);
      shown.push_back(std::move(piece));
      continue;
    }
    constexpr std::string_view kMark("\0", 1);
    const std::string marked = hidden.Without(piece.text, kMark);
    for (size_t at = 0; at < marked.size();) {
      const size_t end = std::min(marked.find('\0', at), marked.size());
      if (end > at) iam::Append(shown, std::string_view(marked).substr(at, end - at));
      if (end < marked.size()) {
        shown.push_back({.kind = iam::Piece::Kind::kUnsure, .text = "a protected value"});
      }
      at = end + 1;
    }
  }
  arn = std::move(shown);
}

void Hide(const SecretText& hidden, iam::Needs& needs) {
  for (iam::Need& need : needs.known) {
    for (iam::Arn& arn : need.resources) Hide(hidden, arn);
    for (iam::Arn& arn : need.perhaps) Hide(hidden, arn);
    if (hidden.IsIn(need.for_service)) need.for_service.clear();
    if (hidden.IsIn(need.region)) need.region.clear();
    need.request_tags.reset();
  }
}

void Hide(const SecretText& hidden, iam::OperationNeeds& each) {
  Hide(hidden, each.needs);
  Hide(hidden, each.widest);
  if (hidden.IsIn(each.stack_tag)) each.stack_tag.clear();
}

// What a script does is not known.
void AddScripts(const BoundUnit& unit, std::vector<iam::OperationNeeds>& listed) {
  OperationViewer viewer(unit.values, unit.secrets);
  for (const Resource& resource : unit.stack.manifest.resources) {
    if (resource.kind != ResourceKind::kScript || resource.run == kNoValue) continue;
    const Loc where = unit.values.Where(resource.run);
    listed.push_back(Unresolve(unit, viewer, where, "a script, which may call anything"));
    listed.back().operation.resource = resource.name;
  }
}

}  // namespace

void AddPermissions(const BoundUnit& unit, const PermissionOptions& options,
                    const iam::ActionReference& actions, StackPermissions& permissions) {
  const catalog::Provider* provider = unit.context.catalog->provider();
  const std::string distrust = WhyDistrusted(provider, options);
  std::set<const snapshot::ResourceType*> types;
  iam::StackCalls calls;
  for (const BoundQuery& query : unit.queries) {
    for (const Bound& arm : query.arms) calls.Add(arm.operations);
  }
  const FindNeeds find_needs =
      [&](const Operation& operation) -> std::optional<iam::OperationNeeds> {
    const bool wanted = IsWanted(operation, options);
    if (!wanted && !options.also_widest) return std::nullopt;
    if (operation.type != nullptr) types.insert(operation.type);
    iam::OperationNeeds found;
    if (wanted) found = NeedsOf(operation, unit.values, calls, options, actions, distrust);
    if (options.also_widest) {
      found.widest =
          iam::NeedsOf(operation, unit.values, calls, actions, options.context, iam::Scope::kSafe);
    }
    return found;
  };
  std::vector<iam::OperationNeeds> listed = ListOperations(unit, find_needs);
  if (options.scripts) AddScripts(unit, listed);
  for (const auto* type : types) AddList(*unit.context.catalog, *type, options, permissions);
  SpreadStackTags(listed);
  SecretText hidden(unit.secrets, unit.sources, SecretText::Which::kProtected);
  if (!hidden.empty()) {
    for (iam::OperationNeeds& each : listed) {
      each.needs.unresolved = hidden.Without(each.needs.unresolved);
      if (!options.exact) Hide(hidden, each);
    }
    permissions.hidden.push_back(std::move(hidden));
  }
  KeepTextsOf(listed, unit.sources, permissions.texts);
  std::move(listed.begin(), listed.end(), std::back_inserter(permissions.operations));
  if (provider != nullptr) permissions.documents[provider->path()] = provider->version();
  if (!permissions.levels) permissions.levels = *unit.context.levels;
  permissions.environments.insert(unit.environments.begin(), unit.environments.end());
  const std::vector<std::string>& named = unit.stack.manifest.environments;
  permissions.named_environments.insert(named.begin(), named.end());
}

RunResult FindPermissions(const RunOptions& run, const PermissionOptions& options,
                          const snapshot::Snapshot& builtin, const iam::ActionReference& actions,
                          StackPermissions& permissions) {
  UnitReader reader(run, builtin);
  while (const auto unit = reader.Next()) AddPermissions(*unit, options, actions, permissions);
  return reader.Finish();
}

void FindTargetPermissions(const std::vector<ResourceTarget>& targets,
                           const PermissionOptions& options, const catalog::Catalog& catalog,
                           const iam::ActionReference& actions, StackPermissions& permissions) {
  Sources sources;
  Values values(sources);
  const auto value = [&](const std::string& name, const std::string& text) {
    const Loc whole = sources.All(sources.AddFile(name, text.empty() ? name : text));
    return text.empty() ? values.AddUnknown(whole) : values.AddString(whole, whole);
  };
  const catalog::Provider* provider = catalog.provider();
  const std::string distrust = WhyDistrusted(provider, options);
  if (provider != nullptr) permissions.documents[provider->path()] = provider->version();
  for (const ResourceTarget& target : targets) {
    const snapshot::ResourceType* type = catalog.FindType(target.type);
    if (type != nullptr) AddList(catalog, *type, options, permissions);
    for (const auto& entry : kHandlers) {
      Operation operation = {.call = entry.first, .type = type, .type_name = target.type};
      const bool has = type == nullptr || type->handlers() == nullptr ||
                       catalog::FindHandler(*type, entry.second) != nullptr;
      if (!has || !IsWanted(operation, options)) continue;
      operation.region = value("region", target.region);
      if (!target.identifier.empty()) operation.identifier = value("identifier", target.identifier);
      iam::OperationNeeds found = NeedsOf(operation, values, {}, options, actions, distrust);
      found.operation = {.call = entry.first, .type = target.type, .table = target.type};
      permissions.operations.push_back(std::move(found));
    }
  }
}

void FindTypePermissions(const std::vector<std::string>& types, const PermissionOptions& options,
                         const catalog::Catalog& catalog, const iam::ActionReference& actions,
                         StackPermissions& permissions) {
  std::vector<ResourceTarget> targets;
  targets.reserve(types.size());
  for (const std::string& type : types) targets.push_back({.type = type});
  FindTargetPermissions(targets, options, catalog, actions, permissions);
}

}  // namespace stackql
