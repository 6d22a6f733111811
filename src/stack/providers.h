#pragma once

#include <string_view>

#include "diag/problem.h"
#include "stack/query.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Whether a provider is most probably meant to be awscc: "AWSCC", "awsc". The provider aws is
// another.
bool IsMisspelledProvider(std::string_view name);

// Reports providers whose pinned version cannot work (`invalid-provider-pin`).
void CheckPins(const Values& values, const Manifest& manifest, Problems& problems);

// Reports providers that queries name and the manifest does not list (`unlisted-provider`).
void CheckProviders(const Values& values, const Stack& stack, const Query& query,
                    const QueryArm& arm, Problems& problems);

}  // namespace stackql
