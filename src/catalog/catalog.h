#pragma once

#include <string_view>
#include <vector>

#include "snapshot/snapshot.h"

namespace stackql::catalog {

// The resource types that the program knows. Cheap to copy; safe to share between threads.
class Catalog {
 public:
  explicit Catalog(snapshot::Snapshot builtin) : builtin_(builtin) {}

  struct TableMatch {
    const snapshot::ResourceType* type = nullptr;  // null: not known
    bool list_only = false;
  };
  // awscc.<service>.<table>, also the _list_only tables.
  TableMatch FindTable(std::string_view service, std::string_view table) const;
  const snapshot::ResourceType* FindType(std::string_view type_name) const;
  // Every type, sorted by name.
  std::vector<const snapshot::ResourceType*> Types() const;

 private:
  snapshot::Snapshot builtin_;
};

// The handler's IAM actions; null if the type has no such handler.
const snapshot::Permissions* FindHandler(const snapshot::ResourceType& type,
                                         snapshot::Handler handler);

}  // namespace stackql::catalog
