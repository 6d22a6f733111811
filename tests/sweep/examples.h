#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"
#include "snapshot/snapshot_tables.h"
#include "sweep/judge.h"

namespace stackql::sweep {

using Column = std::pair<std::string, Json>;  // a property with its value

// Makes valid values from a resource type's schema: small ones with what is required, large ones
// with every member that may be set, each definition in full once.
class Examples {
 public:
  explicit Examples(const snapshot::ResourceType& type);

  enum class Extent { kRequired, kAll };
  // None if no valid value is found.
  std::optional<Json> Property(const std::string& name, Extent extent);

  // An item of a list at the path.
  std::optional<Json> Item(uint32_t schema, uint32_t seed, const std::string& path);

  const std::vector<std::string>& required() const { return required_; }
  const std::vector<std::string>& settable() const { return settable_; }
  uint32_t SchemaOf(const std::string& name) const;
  bool IsReadOnly(const std::string& path) const;

 private:
  struct Wish {
    bool all = false;
    int depth = 0;
    uint32_t seed = 0;
    std::string path = {};
  };
  using Parts = std::vector<const snapshot::Schema*>;
  // Which members an attempt has.
  enum class Policy { kAll, kWithoutOthers, kRequired };
  struct Attempt {
    Parts parts = {};
    std::set<std::string> others = {};  // members that only the alternatives not taken demand
    size_t alternatives = 1;
  };

  std::optional<Json> Make(const std::vector<uint32_t>& roots, const Wish& wish);
  std::set<std::string> LeftOut(const Parts& parts, const std::string& path,
                                std::set<std::string>& required) const;
  Attempt Choose(const std::vector<uint32_t>& roots, size_t combination) const;
  void AddAlternatives(const flatbuffers::Vector<uint32_t>& branches, size_t& combination,
                       Attempt& attempt, std::vector<uint32_t>& open) const;
  std::optional<Json> Build(const Attempt& attempt, Policy policy, const Wish& wish);
  std::optional<Json> Object(const Attempt& attempt, Policy policy, const Wish& wish);
  void AddFreeMember(const Parts& parts, const Wish& wish, Json& object);
  std::optional<Json> Array(const Parts& parts, const Wish& wish);
  std::optional<Json> Text(const Parts& parts, const Wish& wish) const;
  std::optional<Json> Number(const Parts& parts, bool whole, const Wish& wish) const;

  const snapshot::ResourceType& type_;
  const Nodes& nodes_;
  std::vector<std::string> required_;
  std::vector<std::string> settable_;
  std::set<const snapshot::Schema*> shown_;  // definitions that stand in full already
  std::set<const snapshot::Schema*> within_;
  size_t budget_ = 0;
};

// A pointer of the documents, in which `*` is any step, and a path.
bool PathFits(std::string_view pointer, std::string_view path);

}  // namespace stackql::sweep
