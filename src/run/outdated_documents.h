#pragma once

#include <string>

#include "diag/problem.h"
#include "stack/stack.h"
#include "value/value.h"

namespace stackql {

// Whether the manifest pins a newer version of the awscc provider than `installed`, which is
// reported (`outdated-documents`). False if either is not known.
bool CheckOutdated(const Values& values, const Manifest& manifest, const std::string& installed,
                   Problems& problems);

// What outdated documents do not know may exist all the same: from problem `first` on, findings
// that say so are doubtful.
void DoubtUnknown(size_t first, Problems& problems);

}  // namespace stackql
