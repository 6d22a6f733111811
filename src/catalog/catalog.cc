#include "catalog/catalog.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"
#include "catalog/provider.h"
#include "catalog/registry.h"
#include "catalog/resource_facts.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::ResourceType;
using snapshot::Service;
using snapshot::Snapshot;
using snapshot::Verb;

bool Is(const flatbuffers::String* name, std::string_view wanted) {
  return name != nullptr && name->size() > 0 && name->string_view() == wanted;
}

Catalog::TableMatch TableIn(const Service* service, std::string_view table) {
  if (service == nullptr || service->types() == nullptr) return {};
  for (const ResourceType* type : *service->types()) {
    if (Is(type->table(), table)) return {type, false, Catalog::Found::kType};
    if (Is(type->list_table(), table)) return {type, true, Catalog::Found::kType};
  }
  return {};
}

const ResourceType* TypeIn(const Service* service, std::string_view type_name) {
  if (service == nullptr || service->types() == nullptr) return nullptr;
  const auto found =
      std::find_if(service->types()->begin(), service->types()->end(),
                   [&](const auto* type) { return Is(type->type_name(), type_name); });
  return found == service->types()->end() ? nullptr : *found;
}

// The service of AWS::IVS::Stage is ivs.
std::string ServiceOf(std::string_view type_name) {
  const size_t begin = type_name.find("::");
  if (begin == std::string_view::npos) return {};
  const std::string_view rest = type_name.substr(begin + 2);
  return Lower(rest.substr(0, rest.find("::")));
}

}  // namespace

Catalog::Catalog(Snapshot builtin, std::vector<Snapshot> more,
                 std::shared_ptr<const Provider> provider, std::shared_ptr<const Registry> registry)
    : builtin_(builtin),
      before_(std::move(more)),
      provider_(std::move(provider)),
      registry_(std::move(registry)) {
  const bool newer = provider_ && CompareVersions(provider_->version(), kBuiltinVersion) > 0;
  (newer ? behind_ : before_).push_back(builtin);
}

const Service* Catalog::FromProvider(std::string_view service) const {
  return provider_ ? provider_->Find(service) : nullptr;
}

Catalog::TableMatch Catalog::FindTable(std::string_view service, std::string_view table) const {
  const auto find = [&](const std::vector<Snapshot>& sources) {
    for (const Snapshot& source : sources) {
      const TableMatch match = TableIn(snapshot::GetService(source, service), table);
      if (match.type != nullptr) return match;
    }
    return TableMatch{};
  };
  TableMatch match = find(before_);
  if (match.type != nullptr) return match;
  const Service* documents = FromProvider(service);
  match = TableIn(documents, table);
  if (match.type == nullptr) match = find(behind_);
  if (match.type != nullptr || !provider_) return match;
  if (documents == nullptr) {
    const auto& services = provider_->Services();
    const bool unreadable = std::binary_search(services.begin(), services.end(), service);
    return {.found = unreadable || services.empty() ? Found::kNotKnown : Found::kNoService};
  }
  if (const auto* others = documents->other_tables()) {
    for (const auto* other : *others) {
      if (!Is(other->name(), table)) continue;
      const ResourceType* type =
          other->reads() == nullptr ? nullptr : TypeIn(documents, other->reads()->string_view());
      return {.found = Found::kOther, .view_of = type};
    }
  }
  return {.found = Found::kNoResource};
}

const ResourceType* Catalog::FindType(std::string_view type_name) const {
  const std::string service = ServiceOf(type_name);
  const auto find = [&](const std::vector<Snapshot>& sources) -> const ResourceType* {
    for (const Snapshot& source : sources) {
      const auto* type = TypeIn(snapshot::GetService(source, service), type_name);
      if (type != nullptr) return type;
    }
    return nullptr;
  };
  if (const ResourceType* type = find(before_)) return type;
  if (const ResourceType* type = TypeIn(FromProvider(service), type_name)) return type;
  if (const ResourceType* type = find(behind_)) return type;
  return registry_ ? registry_->Find(type_name) : nullptr;
}

const snapshot::TypeFacts* Catalog::FactsOf(const ResourceType& type) const {
  const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
  if (facts == nullptr || facts->types() == nullptr) return nullptr;
  const std::string_view name = type.type_name()->string_view();
  const auto found = std::lower_bound(facts->types()->begin(), facts->types()->end(), name,
                                      [](const auto* known, std::string_view wanted) {
                                        return known->type_name()->string_view() < wanted;
                                      });
  const bool same = found != facts->types()->end() && found->type_name()->string_view() == name;
  return same ? *found : nullptr;
}

std::vector<const ResourceType*> Catalog::Types() const {
  std::vector<const ResourceType*> all;
  for (const std::vector<Snapshot>* sources : {&before_, &behind_}) {
    for (const Snapshot& source : *sources) {
      for (const std::string_view name : source.Names(snapshot::SectionKind::kService)) {
        const Service* service = snapshot::GetService(source, name);
        if (service == nullptr || service->types() == nullptr) continue;
        all.insert(all.end(), service->types()->begin(), service->types()->end());
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const auto* a, const auto* b) {
    return a->type_name()->string_view() < b->type_name()->string_view();
  });
  return all;
}

std::vector<std::string_view> Catalog::ServiceNames() const {
  if (!provider_) return {};
  return {provider_->Services().begin(), provider_->Services().end()};
}

std::vector<std::string_view> Catalog::TableNames(std::string_view service) const {
  std::vector<std::string_view> names;
  const Service* documents = FromProvider(service);
  if (documents == nullptr) return names;
  if (documents->types() != nullptr) {
    for (const ResourceType* type : *documents->types()) {
      if (type->table() != nullptr) names.push_back(type->table()->string_view());
    }
  }
  if (documents->other_tables() != nullptr) {
    for (const auto* other : *documents->other_tables())
      names.push_back(other->name()->string_view());
  }
  return names;
}

const snapshot::Permissions* FindHandler(const ResourceType& type, Handler handler) {
  if (type.handlers() == nullptr) return nullptr;
  const auto found =
      std::find_if(type.handlers()->begin(), type.handlers()->end(),
                   [&](const auto* permissions) { return permissions->handler() == handler; });
  return found == type.handlers()->end() ? nullptr : *found;
}

bool Supports(const ResourceType& type, Handler handler) {
  const auto takes = [&](Verb verb) { return (type.verbs() & verb) != Verb::NONE; };
  switch (handler) {
    case Handler::Create:
      return takes(Verb::Insert);
    case Handler::Read:
      return takes(Verb::Select);
    case Handler::Update:
      return takes(Verb::Update);
    case Handler::Delete:
      return takes(Verb::Delete);
    case Handler::List:
      return type.list_table() != nullptr || FindHandler(type, Handler::List) != nullptr;
  }
  return true;
}

}  // namespace stackql::catalog
