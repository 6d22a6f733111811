#include "catalog/relations.h"

#include <algorithm>

#include "snapshot/snapshot_tables.h"

namespace stackql::catalog {
namespace {

using snapshot::Relation;
using Relations = std::vector<const Relation*>;
using Branches = flatbuffers::Vector<uint32_t>;

// References may be circular, and alternatives multiply.
constexpr int kDeepest = 16;
constexpr size_t kMostNodes = 1'000;

class Collector {
 public:
  explicit Collector(const snapshot::ResourceType& type) : nodes_(type.schemas()) {}

  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Relations At(uint32_t index, int depth) {
    Relations all;
    if (nodes_ == nullptr || index >= nodes_->size()) return all;
    const snapshot::Schema& node = *nodes_->Get(index);
    if (node.doubtful() || depth > kDeepest || ++visited_ > kMostNodes) return all;
    if (node.relations() != nullptr) {
      for (const Relation* relation : *node.relations()) Add(relation, all);
    }
    if (node.ref() >= 0) Add(At(static_cast<uint32_t>(node.ref()), depth + 1), all);
    if (node.all_of() != nullptr) {
      for (const uint32_t part : *node.all_of()) Add(At(part, depth + 1), all);
    }
    Add(AtAny(node.any_of(), depth), all);
    Add(AtAny(node.one_of(), depth), all);
    return all;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): no deeper than kDeepest
  Relations AtAny(const Branches* branches, int depth) {
    Relations all;
    if (branches == nullptr) return all;
    for (const uint32_t branch : *branches) {
      const Relations one = At(branch, depth + 1);
      if (one.empty()) return {};
      Add(one, all);
    }
    return all;
  }

  static void Add(const Relations& more, Relations& all) {
    for (const Relation* relation : more) Add(relation, all);
  }

  static void Add(const Relation* relation, Relations& all) {
    const bool known = std::any_of(all.begin(), all.end(), [&](const Relation* other) {
      return other->type_name()->string_view() == relation->type_name()->string_view() &&
             other->property()->string_view() == relation->property()->string_view();
    });
    if (!known) all.push_back(relation);
  }

  const flatbuffers::Vector<flatbuffers::Offset<snapshot::Schema>>* nodes_;
  size_t visited_ = 0;
};

}  // namespace

Relations RelationsAt(const snapshot::ResourceType& type, uint32_t schema) {
  return Collector(type).At(schema, 0);
}

}  // namespace stackql::catalog
