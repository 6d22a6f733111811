#pragma once

#include "diag/problem.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// Strings in the values of globals and props that are JSON text: keys that an object gives twice
// (`duplicate-json-key`). What is not JSON before templates are rendered is left alone.
void CheckJsonStrings(Values& values, const Manifest& manifest, Problems& problems);

}  // namespace stackql
