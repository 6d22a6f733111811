#pragma once

#include <string_view>

#include "operation/operation.h"
#include "stack/manifest.h"
#include "stack/query.h"

namespace stackql {

// The commands of stackql-deploy that run the queries under an anchor (canonical key) of a resource
// (src/commands/build.rs, test.rs and teardown.rs), all of which depends on the state of the
// resource included. None run a query that is never used. Without a manifest none are known.
Phases PhasesOf(const Resource* resource, std::string_view anchor, const Siblings& siblings);

}  // namespace stackql
