#pragma once

#include <string_view>

#include "snapshot/snapshot_tables.h"

namespace stackql::snapshot {

// The JSON pointer of the property that takes a resource's tags, such as "/Tags"; empty if the type
// has none.
std::string_view TagProperty(const ResourceType& type);

}  // namespace stackql::snapshot
