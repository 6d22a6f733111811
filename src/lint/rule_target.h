#pragma once

#include <string_view>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "text/sources.h"

namespace stackql::lint {

// Where a document says what a declarative rule is about.
struct TargetPlaces {
  Loc type = {};
  Loc path = {};
  Loc at = {};
};

// Checks that the path of a target, and `at` below it, lead to properties that its type has.
void CheckPath(const snapshot::RuleTargetT& target, std::string_view at,
               const snapshot::ResourceTypeT& type, const TargetPlaces& places, Problems& problems);

}  // namespace stackql::lint
