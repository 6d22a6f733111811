#include "catalog/catalog.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/ascii.h"
#include "catalog/locate.h"
#include "catalog/provider.h"
#include "catalog/registry.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::catalog {
namespace {

using snapshot::Handler;
using snapshot::ResourceType;
using snapshot::Service;
using snapshot::Snapshot;
using snapshot::TableKind;
using snapshot::Verb;

// Both lists of a service are sorted by name.
const snapshot::SqlTable* TableIn(const Service* service, std::string_view name) {
  if (service == nullptr || service->tables() == nullptr) return nullptr;
  const auto found = std::lower_bound(service->tables()->begin(), service->tables()->end(), name,
                                      [](const auto* table, std::string_view wanted) {
                                        return table->name()->string_view() < wanted;
                                      });
  const bool same = found != service->tables()->end() && found->name()->string_view() == name;
  return same ? *found : nullptr;
}

const ResourceType* TypeIn(const Service* service, std::string_view type_name) {
  if (service == nullptr || service->types() == nullptr) return nullptr;
  const auto found = std::lower_bound(service->types()->begin(), service->types()->end(), type_name,
                                      [](const auto* type, std::string_view wanted) {
                                        return type->type_name()->string_view() < wanted;
                                      });
  const bool same =
      found != service->types()->end() && found->type_name()->string_view() == type_name;
  return same ? *found : nullptr;
}

void AddTablesOf(const Service* service, std::string_view type_name, Catalog::Tables& tables) {
  if (service == nullptr || service->tables() == nullptr) return;
  for (const snapshot::SqlTable* table : *service->tables()) {
    if (table->kind() == TableKind::Other || table->type_name() == nullptr ||
        table->type_name()->string_view() != type_name) {
      continue;
    }
    (table->kind() == TableKind::List ? tables.list : tables.resources) = table;
  }
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
      own_(std::move(more)),
      provider_(std::move(provider)),
      registry_(std::move(registry)) {}

const Service* Catalog::Described(std::string_view service) const {
  if (provider_) {
    if (const Service* documents = provider_->Find(service)) return documents;
    const auto& services = provider_->Services();
    const bool unreadable = std::binary_search(services.begin(), services.end(), service);
    const bool older = CompareVersions(provider_->version(), builtin_version()) < 0;
    if (!unreadable && older) return nullptr;
  }
  return snapshot::GetService(builtin_, service);
}

Catalog::TableMatch Catalog::FindTable(std::string_view service, std::string_view table) const {
  const auto match = [&](const snapshot::SqlTable& found) -> TableMatch {
    const ResourceType* type = FindType(flatbuffers::GetStringView(found.type_name()));
    if (found.kind() == TableKind::Other || type == nullptr) {
      return {.found = Found::kOther, .view_of = type};
    }
    return {type, &found, found.kind() == TableKind::List, Found::kType};
  };
  for (const Snapshot& source : own_) {
    if (const auto* found = TableIn(snapshot::GetService(source, service), table)) {
      return match(*found);
    }
  }
  const Service* described = Described(service);
  if (const auto* found = TableIn(described, table)) return match(*found);
  if (builtin_version().empty() && !provider_) return {};
  return {.found = described == nullptr ? Found::kNoService : Found::kNoResource};
}

const ResourceType* Catalog::FindType(std::string_view type_name) const {
  const std::string service = ServiceOf(type_name);
  for (const Snapshot& source : own_) {
    const auto* type = TypeIn(snapshot::GetService(source, service), type_name);
    if (type != nullptr) return type;
  }
  const auto* pulled = registry_ ? registry_->Find(type_name) : nullptr;
  if (pulled != nullptr) return pulled;
  const auto* builtin = TypeIn(snapshot::GetService(builtin_, service), type_name);
  if (builtin != nullptr || !provider_) return builtin;
  return TypeIn(provider_->Find(service), type_name);
}

Catalog::Tables Catalog::TablesOf(const ResourceType& type) const {
  const std::string_view name = type.type_name()->string_view();
  const std::string service = ServiceOf(name);
  Tables tables;
  AddTablesOf(Described(service), name, tables);
  for (const Snapshot& source : own_) {
    AddTablesOf(snapshot::GetService(source, service), name, tables);
  }
  return tables;
}

std::vector<const ResourceType*> Catalog::Types() const {
  std::map<std::string_view, const ResourceType*> types;
  const auto add = [&](const Snapshot& source) {
    for (const std::string_view name : source.Names(snapshot::SectionKind::kService)) {
      const Service* service = snapshot::GetService(source, name);
      if (service == nullptr || service->types() == nullptr) continue;
      for (const auto* type : *service->types()) {
        types.emplace(type->type_name()->string_view(), type);
      }
    }
  };
  std::ranges::for_each(own_, add);
  add(builtin_);
  std::vector<const ResourceType*> all;
  all.reserve(types.size());
  for (const auto& entry : types) all.push_back(entry.second);
  return all;
}

std::vector<std::string_view> Catalog::ServiceNames() const {
  if (!provider_) return builtin_.Names(snapshot::SectionKind::kService);
  return {provider_->Services().begin(), provider_->Services().end()};
}

std::vector<std::string_view> Catalog::TableNames(std::string_view service) const {
  std::vector<std::string_view> names;
  const Service* described = Described(service);
  if (described == nullptr || described->tables() == nullptr) return names;
  for (const snapshot::SqlTable* table : *described->tables()) {
    if (table->kind() != TableKind::List) names.push_back(table->name()->string_view());
  }
  return names;
}

std::string_view Catalog::version() const {
  return provider_ ? std::string_view(provider_->version()) : builtin_version();
}

std::string_view Catalog::builtin_version() const {
  const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
  return facts == nullptr ? std::string_view() : flatbuffers::GetStringView(facts->documents());
}

std::string_view Catalog::builtin_schemas() const {
  const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
  return facts == nullptr ? std::string_view() : flatbuffers::GetStringView(facts->schemas());
}

Catalog::Listed Catalog::HandlersListedIn(const ResourceType& type, bool documents) const {
  const auto of_documents = [](std::string_view version) -> Listed {
    return {"StackQL's documents " + std::string(version), MonthOf(version)};
  };
  switch (OriginOf(type)) {
    case Origin::kBuiltin: {
      if (documents) return of_documents(builtin_version());
      const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
      return {std::string(builtin_schemas()),
              std::string(flatbuffers::GetStringView(facts->schemas_date()))};
    }
    case Origin::kDocuments:
      return of_documents(version());
    case Origin::kPulled:
      return {"schemas of CloudFormation's registry that were pulled", {}};
    default:
      return {"rule documents", {}};
  }
}

Catalog::Origin Catalog::OriginOf(const ResourceType& type) const {
  const std::string_view name = type.type_name()->string_view();
  const std::string service = ServiceOf(name);
  const bool own = std::ranges::any_of(own_, [&](const Snapshot& source) {
    return TypeIn(snapshot::GetService(source, service), name) == &type;
  });
  if (own) return Origin::kRules;
  if (TypeIn(snapshot::GetService(builtin_, service), name) == &type) return Origin::kBuiltin;
  return type.generated() ? Origin::kDocuments : Origin::kPulled;
}

std::vector<std::string_view> Catalog::Regions() const {
  std::vector<std::string_view> regions;
  const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
  if (facts == nullptr) return regions;
  for (const auto* names : {facts->regions(), facts->other_regions()}) {
    if (names == nullptr) continue;
    for (const auto* region : *names) regions.push_back(region->string_view());
  }
  return regions;
}

std::optional<bool> Catalog::Has(std::string_view region, const ResourceType& type) const {
  const snapshot::Facts* facts = snapshot::GetFacts(builtin_);
  if (facts == nullptr || facts->regions() == nullptr || type.regions() == 0) return std::nullopt;
  const auto& regions = *facts->regions();
  const auto found = std::lower_bound(
      regions.begin(), regions.end(), region,
      [](const auto* known, std::string_view wanted) { return known->string_view() < wanted; });
  if (found == regions.end() || found->string_view() != region) return std::nullopt;
  return (type.regions() >> (found - regions.begin()) & 1) != 0;
}

const snapshot::Permissions* FindHandler(const ResourceType& type, Handler handler) {
  if (type.handlers() == nullptr) return nullptr;
  const auto found =
      std::find_if(type.handlers()->begin(), type.handlers()->end(),
                   [&](const auto* permissions) { return permissions->handler() == handler; });
  return found == type.handlers()->end() ? nullptr : *found;
}

bool Takes(const snapshot::SqlTable& table, Handler handler) {
  const auto takes = [&](Verb verb) { return (table.verbs() & verb) != Verb::NONE; };
  switch (handler) {
    case Handler::Create:
      return takes(Verb::Insert);
    case Handler::Read:
    case Handler::List:
      return takes(Verb::Select);
    case Handler::Update:
      return takes(Verb::Update);
    case Handler::Delete:
      return takes(Verb::Delete);
  }
  return true;
}

}  // namespace stackql::catalog
