#pragma once

#include <vector>

#include "snapshot/fwd.h"
#include "verify/schema_drift.h"

namespace stackql::verify {

// The part of CompareSchemas that is about values: appends what the nodes of the schemas say
// differently, in the order in which they are reached.
void CompareNodes(const snapshot::ResourceType& local, const snapshot::ResourceType& live,
                  std::vector<SchemaChange>& changes);

}  // namespace stackql::verify
