#include "cli/known_types.h"

#include <algorithm>
#include <map>
#include <string>

#include "catalog/provider.h"
#include "catalog/registry.h"
#include "cli/exit_status.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {

using snapshot::ResourceType;

std::vector<const ResourceType*> KnownTypes(const catalog::Catalog& catalog,
                                            std::string_view service) {
  std::map<std::string_view, const ResourceType*> types;
  const auto add = [&](const ResourceType* type) {
    if (!service.empty() && type->service()->string_view() != service) return;
    const std::string_view name = type->type_name()->string_view();
    if (types.find(name) == types.end()) types.emplace(name, catalog.FindType(name));
  };
  std::ranges::for_each(catalog.Types(), add);
  if (catalog.registry() != nullptr) std::ranges::for_each(catalog.registry()->Types(), add);
  for (const std::string_view name : catalog.ServiceNames()) {
    if (catalog.provider() == nullptr || (!service.empty() && name != service)) continue;
    const snapshot::Service* documents = catalog.provider()->Find(name);
    if (documents == nullptr || documents->types() == nullptr) continue;
    std::ranges::for_each(*documents->types(), add);
  }
  std::vector<const ResourceType*> all;
  all.reserve(types.size());
  for (const auto& entry : types) all.push_back(entry.second);
  return all;
}

std::vector<std::string> BuiltinTypes() {
  const catalog::Catalog catalog(snapshot::Snapshot::Open(snapshot::BuiltinBytes()));
  std::vector<std::string> names;
  for (const ResourceType* each : KnownTypes(catalog)) names.push_back(each->type_name()->str());
  return names;
}

int PrintFailuresOf(const catalog::Catalog& catalog) {
  std::vector<std::string> failures;
  if (catalog.provider() != nullptr) failures = catalog.provider()->Failures();
  if (catalog.registry() != nullptr) {
    const std::vector<std::string> more = catalog.registry()->Failures();
    failures.insert(failures.end(), more.begin(), more.end());
  }
  for (const std::string& failure : failures) Fail(kExitFailure, failure);
  return failures.empty() ? kExitClean : kExitFailure;
}

}  // namespace stackql::cli
