#include "snapshot/schema.h"

#include <algorithm>

namespace stackql::snapshot {
namespace {

constexpr int kMostReferences = 64;

}  // namespace

const Schema* Target(const SchemaNodes& nodes, uint32_t index) {
  for (int steps = 0; steps < kMostReferences && index < nodes.size(); ++steps) {
    const Schema* node = nodes.Get(index);
    if (node->ref() < 0) return node;
    index = static_cast<uint32_t>(node->ref());
  }
  return nullptr;
}

std::optional<uint32_t> SureTarget(const SchemaNodes& nodes, uint32_t index) {
  for (int steps = 0; steps < kMostReferences && index < nodes.size(); ++steps) {
    const Schema* node = nodes.Get(index);
    if (node->untrusted() || node->doubtful()) return std::nullopt;
    if (node->ref() < 0) return index;
    index = static_cast<uint32_t>(node->ref());
  }
  return std::nullopt;
}

const Property* FindProperty(const Schema& node, std::string_view name) {
  const auto* all = node.properties();
  if (all == nullptr) return nullptr;
  const auto found = std::lower_bound(all->begin(), all->end(), name,
                                      [](const Property* property, std::string_view wanted) {
                                        return property->name()->string_view() < wanted;
                                      });
  return found != all->end() && found->name()->string_view() == name ? *found : nullptr;
}

std::optional<uint32_t> Below(const SchemaNodes* nodes, uint32_t index,
                              std::optional<std::string_view> name) {
  const auto target = nodes == nullptr ? std::nullopt : SureTarget(*nodes, index);
  if (!target) return std::nullopt;
  const Schema& node = *nodes->Get(*target);
  if (!name) {
    return Given(node.items()) ? std::optional(static_cast<uint32_t>(node.items())) : std::nullopt;
  }
  const Property* property = FindProperty(node, *name);
  return property == nullptr ? std::nullopt : std::optional(property->schema());
}

}  // namespace stackql::snapshot
