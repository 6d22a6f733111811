#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "snapshot/snapshot_tables.h"

// Steps through the nodes of a resource type's schema.
namespace stackql::snapshot {

using SchemaNodes = flatbuffers::Vector<flatbuffers::Offset<Schema>>;

// Whether a node has a part or a limit that may be missing, by its index or number.
constexpr bool Given(int64_t value) { return value >= 0; }

// The node itself, references followed; null if they end nowhere.
const Schema* Target(const SchemaNodes& nodes, uint32_t index);

// Where references lead; none if that is nowhere, or if the document may be wrong on the way.
std::optional<uint32_t> SureTarget(const SchemaNodes& nodes, uint32_t index);

// The property of that exact name which the node itself declares; null if it does not.
const Property* FindProperty(const Schema& node, std::string_view name);

// The node that says what a member is, or an item if there is no name. None: nothing sure does.
std::optional<uint32_t> Below(const SchemaNodes* nodes, uint32_t index,
                              std::optional<std::string_view> name);

}  // namespace stackql::snapshot
