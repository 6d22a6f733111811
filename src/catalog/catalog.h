#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "snapshot/snapshot.h"

namespace stackql::catalog {

class Provider;
class Registry;

// The resource types and tables that the program knows. Tables are those of the provider's
// documents where there are any, because StackQL runs by them, else those built in. What a type is
// like is said by registry schemas: those pulled first, then those built in; a provider's documents
// only say it of types that neither has. The types and tables of rule directories go before all.
// Cheap to copy; safe to share between threads; looks up in place.
class Catalog {
 public:
  explicit Catalog(snapshot::Snapshot builtin, std::vector<snapshot::Snapshot> more = {},
                   std::shared_ptr<const Provider> provider = nullptr,
                   std::shared_ptr<const Registry> registry = nullptr);

  enum class Found {
    kType,
    kOther,       // a table that belongs to no resource type
    kNotKnown,    // there are no documents that would tell
    kNoService,   // the provider has no such service
    kNoResource,  // the service has no such table
  };
  struct TableMatch {
    const snapshot::ResourceType* type = nullptr;  // null unless kType
    const snapshot::SqlTable* table = nullptr;     // null unless kType
    bool list_only = false;
    Found found = Found::kNotKnown;
    const snapshot::ResourceType* view_of = nullptr;  // kOther: what it lists and reads
  };
  // awscc.<service>.<table>, also the _list_only tables.
  TableMatch FindTable(std::string_view service, std::string_view table) const;
  const snapshot::ResourceType* FindType(std::string_view type_name) const;

  struct Tables {
    const snapshot::SqlTable* resources = nullptr;
    const snapshot::SqlTable* list = nullptr;
  };
  // Those of a type, each null if it has none.
  Tables TablesOf(const snapshot::ResourceType& type) const;

  // The types of rule directories and those built in, sorted by name.
  std::vector<const snapshot::ResourceType*> Types() const;

  // For suggestions: the services, and a service's tables but the _list_only ones.
  std::vector<std::string_view> ServiceNames() const;
  std::vector<std::string_view> TableNames(std::string_view service) const;

  // Which version of the provider the tables are of; empty if its documents do not say.
  std::string_view version() const;

  // Who says what a type is like.
  enum class Origin { kRules, kPulled, kBuiltin, kDocuments };
  Origin OriginOf(const snapshot::ResourceType& type) const;
  // What is built in: the version of the provider, and the package of the schemas. Empty: nothing.
  std::string_view builtin_version() const;
  std::string_view builtin_schemas() const;

  // The regions of AWS that are known.
  std::vector<std::string_view> Regions() const;
  // Whether a region has a type; none if that is not known.
  std::optional<bool> Has(std::string_view region, const snapshot::ResourceType& type) const;

  // Null if no documents were found.
  const Provider* provider() const { return provider_.get(); }
  const Registry* registry() const { return registry_.get(); }

 private:
  // Whose tables count: the documents', and those built in where the documents are not whole. Null
  // if there is no such service.
  const snapshot::Service* Described(std::string_view service) const;

  snapshot::Snapshot builtin_;
  std::vector<snapshot::Snapshot> own_;  // of rule directories
  std::shared_ptr<const Provider> provider_;
  std::shared_ptr<const Registry> registry_;
};

// The handler's IAM actions; null if the type has no such handler.
const snapshot::Permissions* FindHandler(const snapshot::ResourceType& type,
                                         snapshot::Handler handler);

// Whether a table takes the statements that call a handler.
bool Takes(const snapshot::SqlTable& table, snapshot::Handler handler);

}  // namespace stackql::catalog
