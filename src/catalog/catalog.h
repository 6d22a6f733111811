#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "snapshot/snapshot.h"

namespace stackql::catalog {

class Provider;
class Registry;

// The resource types and tables that the program knows. The tables are those of the provider's
// documents if there are any, because StackQL uses them, otherwise the built-in ones. Types are
// described by registry schemas, first those that were pulled, then the built-in ones; and by the
// provider's documents if neither has the type. Types and tables of rule directories come first.
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
  // The tables of a type; null for one that it does not have.
  Tables TablesOf(const snapshot::ResourceType& type) const;

  // The types of rule directories and those built in, sorted by name.
  std::vector<const snapshot::ResourceType*> Types() const;

  // For suggestions: the services, and a service's tables but the _list_only ones.
  std::vector<std::string_view> ServiceNames() const;
  std::vector<std::string_view> TableNames(std::string_view service) const;

  // The version of the provider that the tables come from; empty if its documents do not say.
  std::string_view version() const;

  // Where the description of a type comes from.
  enum class Origin { kRules, kPulled, kBuiltin, kDocuments };
  Origin OriginOf(const snapshot::ResourceType& type) const;
  // The version of the provider and the package of schemas that are built in; empty: none.
  std::string_view builtin_version() const;
  std::string_view builtin_schemas() const;

  // Where what the handlers of a type need is listed, and of when that is, as "2026-10-20" or
  // "2026-03"; empty: not known. `documents`: the lists of StackQL's documents are meant.
  struct Listed {
    std::string source = {};
    std::string date = {};
  };
  Listed HandlersListedIn(const snapshot::ResourceType& type, bool documents) const;

  // The regions of AWS that are known.
  std::vector<std::string_view> Regions() const;
  // Whether a region has a type; none if that is not known.
  std::optional<bool> Has(std::string_view region, const snapshot::ResourceType& type) const;

  // Null if no documents were found.
  const Provider* provider() const { return provider_.get(); }
  const Registry* registry() const { return registry_.get(); }

 private:
  // The service whose tables count: the documents', or the built-in one where the documents are
  // incomplete. Null if there is none.
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
