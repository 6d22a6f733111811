#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "snapshot/snapshot.h"

namespace stackql::catalog {

class Provider;
class Registry;

// The version of StackQL's awscc provider whose time the built-in types are of.
inline constexpr std::string_view kBuiltinVersion = "v26.03.00379";

// The resource types that the program knows: those of rule directories first, then those built in
// and those of a provider's documents, whichever are newer, then those of registry schemas. Cheap
// to copy; safe to share between threads; looks up in place.
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
    bool list_only = false;
    Found found = Found::kNotKnown;
    const snapshot::ResourceType* view_of = nullptr;  // kOther: what it lists and reads
  };
  // awscc.<service>.<table>, also the _list_only tables.
  TableMatch FindTable(std::string_view service, std::string_view table) const;
  const snapshot::ResourceType* FindType(std::string_view type_name) const;

  // What the documents of a type leave out; null if nothing is known.
  const snapshot::TypeFacts* FactsOf(const snapshot::ResourceType& type) const;

  // Every type but the provider's and the registry's, which are too many to read, sorted by name.
  std::vector<const snapshot::ResourceType*> Types() const;

  // For suggestions: the provider's services, and a service's tables but the _list_only ones.
  std::vector<std::string_view> ServiceNames() const;
  std::vector<std::string_view> TableNames(std::string_view service) const;

  // Null if no documents were found.
  const Provider* provider() const { return provider_.get(); }
  const Registry* registry() const { return registry_.get(); }

 private:
  const snapshot::Service* FromProvider(std::string_view service) const;

  snapshot::Snapshot builtin_;
  std::vector<snapshot::Snapshot> before_;  // what goes before the provider's documents
  std::vector<snapshot::Snapshot> behind_;
  std::shared_ptr<const Provider> provider_;
  std::shared_ptr<const Registry> registry_;
};

// The handler's IAM actions; null if the type has no such handler.
const snapshot::Permissions* FindHandler(const snapshot::ResourceType& type,
                                         snapshot::Handler handler);

// Whether the type's table takes the statements that call a handler; a list has a table of its own.
bool Supports(const snapshot::ResourceType& type, snapshot::Handler handler);

}  // namespace stackql::catalog
