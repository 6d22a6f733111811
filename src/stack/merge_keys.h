#pragma once

#include "value/fwd.h"

namespace stackql {

// Builds the mappings of a YAML document as PyYAML does, which the 1.x tool reads manifests with:
// `<<` merges, the mapping's own keys winning, then the mappings that are named first. What cannot
// be merged leaves the mapping open.
ValueId ApplyMergeKeys(Values& values, ValueId root);

}  // namespace stackql
