#include "cli/known_types.h"

#include <map>
#include <string>

#include "catalog/provider.h"
#include "catalog/registry.h"
#include "cli/exit_status.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {

using snapshot::ResourceType;

std::vector<const ResourceType*> KnownTypes(const catalog::Catalog& catalog,
                                            std::string_view service) {
  std::map<std::string_view, const ResourceType*> types;
  for (const std::string_view name : catalog.ServiceNames()) {
    if (!service.empty() && name != service) continue;
    const snapshot::Service* documents = catalog.provider()->Find(name);
    if (documents == nullptr || documents->types() == nullptr) continue;
    for (const ResourceType* type : *documents->types()) {
      types.emplace(type->type_name()->string_view(), type);
    }
  }
  for (const ResourceType* type : catalog.Types()) {
    if (service.empty() || type->service()->string_view() == service) {
      types[type->type_name()->string_view()] = catalog.FindType(type->type_name()->string_view());
    }
  }
  if (catalog.registry() != nullptr) {
    for (const ResourceType* type : catalog.registry()->Types()) {
      if (!service.empty() && type->service()->string_view() != service) continue;
      types.emplace(type->type_name()->string_view(), type);
    }
  }
  std::vector<const ResourceType*> all;
  all.reserve(types.size());
  for (const auto& entry : types) all.push_back(entry.second);
  return all;
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
