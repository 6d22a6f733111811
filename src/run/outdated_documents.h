#pragma once

#include <cstddef>

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "lint/rules.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// How the known tables compare with the version of the awscc provider that StackQL will use.
enum class Age {
  kCurrent,
  kUnknown,   // built in, and the manifest pins no version
  kOutdated,  // the manifest pins a newer version
};

// A pinned version that is newer than what is known is reported. Problems: `outdated-documents`.
Age CheckOutdated(const Values& values, const Manifest& manifest, const catalog::Catalog& catalog,
                  Problems& problems);

// What is unknown may exist in a newer version: from problem `first` on, problems are marked
// doubtful if their rules depend on facts that may be outdated.
void DoubtUnknown(Age age, size_t first, const RuleSet& rules, Problems& problems);

}  // namespace stackql
