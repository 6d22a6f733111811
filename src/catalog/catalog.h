#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"

namespace stackql::catalog {

// The resource types that the program knows: the built-in ones, and those of more snapshots, which
// are looked at first. Cheap to copy; safe to share between threads; looks up in place.
class Catalog {
 public:
  explicit Catalog(snapshot::Snapshot builtin, std::vector<snapshot::Snapshot> more = {})
      : sources_(std::move(more)) {
    sources_.push_back(builtin);
  }

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
  std::vector<snapshot::Snapshot> sources_;
};

// The handler's IAM actions; null if the type has no such handler.
const snapshot::Permissions* FindHandler(const snapshot::ResourceType& type,
                                         snapshot::Handler handler);

}  // namespace stackql::catalog
