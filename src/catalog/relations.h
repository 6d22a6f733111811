#pragma once

#include <cstdint>
#include <vector>

#include "snapshot/fwd.h"

namespace stackql::catalog {

// What a value at a node of the type's schema stands for: the named property of a resource of one
// of these types. None: nothing is known. An alternative that says nothing lets the value be
// anything, and so does a definition that may be another type's. Schemas name what exists in any
// account and region, and some name the wrong property: a value that fits none is not proof of a
// mistake by itself.
std::vector<const snapshot::Relation*> RelationsAt(const snapshot::ResourceType& type,
                                                   uint32_t schema);

}  // namespace stackql::catalog
