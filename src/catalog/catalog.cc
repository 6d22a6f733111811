#include "catalog/catalog.h"

#include <algorithm>

namespace stackql::catalog {
namespace {

bool Is(const flatbuffers::String* name, std::string_view wanted) {
  return name != nullptr && name->size() > 0 && name->string_view() == wanted;
}

}  // namespace

Catalog::TableMatch Catalog::FindTable(std::string_view service, std::string_view table) const {
  for (const snapshot::Snapshot& source : sources_) {
    const snapshot::Service* found = snapshot::GetService(source, service);
    if (found == nullptr || found->types() == nullptr) continue;
    for (const snapshot::ResourceType* type : *found->types()) {
      if (Is(type->table(), table)) return {type, false};
      if (Is(type->list_table(), table)) return {type, true};
    }
  }
  return {};
}

const snapshot::ResourceType* Catalog::FindType(std::string_view type_name) const {
  const std::vector<const snapshot::ResourceType*> all = Types();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto* type) {
    return type->type_name()->string_view() == type_name;
  });
  return found == all.end() ? nullptr : *found;
}

std::vector<const snapshot::ResourceType*> Catalog::Types() const {
  std::vector<const snapshot::ResourceType*> all;
  for (const snapshot::Snapshot& source : sources_) {
    for (const std::string_view name : source.Names(snapshot::SectionKind::kService)) {
      const snapshot::Service* service = snapshot::GetService(source, name);
      if (service == nullptr || service->types() == nullptr) continue;
      all.insert(all.end(), service->types()->begin(), service->types()->end());
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
    return a->type_name()->string_view() < b->type_name()->string_view();
  });
  return all;
}

const snapshot::Permissions* FindHandler(const snapshot::ResourceType& type,
                                         snapshot::Handler handler) {
  if (type.handlers() == nullptr) return nullptr;
  const auto found =
      std::find_if(type.handlers()->begin(), type.handlers()->end(),
                   [&](const auto* permissions) { return permissions->handler() == handler; });
  return found == type.handlers()->end() ? nullptr : *found;
}

}  // namespace stackql::catalog
