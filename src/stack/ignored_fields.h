#pragma once

#include "diag/problem.h"
#include "stack/manifest.h"
#include "value/fwd.h"

namespace stackql {

// Reports what a resource's mapping gives and stackql-deploy never uses, or cannot do without.
// Problems: `ignored-field`, `unused-auth`, `dropped-export`, `missing-field`.
// `older`: 2.0 reads no `return_vals` of a delete.
void CheckIgnoredFields(const Values& values, ValueId node, const Resource& resource, bool older,
                        Problems& problems);

// Reports a prop's `values` beside its `value` (`ignored-field`).
void CheckIgnoredValues(const Values& values, ValueId node, const Prop& prop, Problems& problems);

// Reports names under `protected` that are not variables of their resource (`unknown-protected`).
void CheckProtected(const Values& values, const Manifest& manifest, Problems& problems);

// Reports what 1.x does not read (`newer-feature`).
void CheckNewerFields(const Values& values, const Manifest& manifest, Problems& problems);

}  // namespace stackql
