#pragma once

#include <string_view>

#include "diag/problem.h"
#include "lint/rules.h"
#include "operation/operation.h"
#include "value/fwd.h"

namespace stackql {

// What AWS demands of tags, whatever the schema says: the rules tag-key-length, tag-value-length,
// tag-reserved-prefix, tag-characters, duplicate-tag-key, and too-many-tags.
void CheckTags(const Values& values, const Operation& operation, TargetedRules rules,
               Problems& problems);

}  // namespace stackql
