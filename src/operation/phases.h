#pragma once

#include <string_view>

#include "operation/operation.h"
#include "stack/manifest.h"

namespace stackql {

// The commands of stackql-deploy that run the queries under an anchor (canonical key) of a resource
// (src/commands/build.rs, test.rs and teardown.rs). `has_exists`: its queries include exists, so
// that teardown does not need statecheck in its place. Without a manifest none are known.
Phases PhasesOf(const Resource* resource, std::string_view anchor, bool has_exists);

}  // namespace stackql
