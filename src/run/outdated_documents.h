#pragma once

#include <string>

#include "diag/problem.h"
#include "lint/rules.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Whether the manifest pins a newer version of the awscc provider than `installed`, which is
// reported. False if either is not known.
bool CheckOutdated(const Values& values, const Manifest& manifest, const std::string& installed,
                   Problems& problems);

// What outdated documents do not know may exist all the same: from problem `first` on, those whose
// rules rest on documents are doubtful.
void DoubtUnknown(size_t first, const RuleSet& rules, Problems& problems);

}  // namespace stackql
