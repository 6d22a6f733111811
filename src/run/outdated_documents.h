#pragma once

#include <cstddef>

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "lint/rules.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Of what is known of tables, beside the version of the awscc provider that StackQL will run.
enum class Age {
  kCurrent,
  kUnknown,   // built in, and the manifest pins no version
  kOutdated,  // the manifest pins a newer version
};

// A pinned version that is newer than what is known is reported. Problems: `outdated-documents`.
Age CheckOutdated(const Values& values, const Manifest& manifest, const catalog::Catalog& catalog,
                  Problems& problems);

// What is not known may exist in a newer version all the same: from problem `first` on, those whose
// rules rest on what may be older are doubtful.
void DoubtUnknown(Age age, size_t first, const RuleSet& rules, Problems& problems);

}  // namespace stackql
