#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "lang/lang.h"
#include "snapshot/snapshot.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::sweep {

using Json = nlohmann::ordered_json;
using Nodes = flatbuffers::Vector<flatbuffers::Offset<snapshot::Schema>>;

// JSON Schema, read plainly, for values without unknown parts: what the program says of generated
// values is compared with it. kUnknown where the documents are known to be wrong and for patterns
// that no engine takes.
Tri Judge(const Nodes& nodes, uint32_t schema, const Json& value);

// What the node itself says of the value, without the members and items below.
Tri JudgeLeaf(const snapshot::Schema& node, const Json& value);

// The values at a JSON pointer, in which `*` is any item.
std::vector<Json> ValuesAt(const Json& value, std::string_view pointer);

// Whether a text or number is one of the others; a number may be in quotes.
bool IsAmong(const Json& value, const std::vector<Json>& others);

// The node behind references; null if there is none.
const snapshot::Schema* Target(const Nodes& nodes, uint32_t& schema);

uint64_t CodePoints(std::string_view text);

}  // namespace stackql::sweep
