#pragma once

#include "diag/problem.h"
#include "value/fwd.h"

namespace stackql {

// Reports secrets that are written in a manifest (`secret-in-manifest`), at the bytes of the secret
// itself: who shows the text has to hide them. Few kinds, none of them doubtful: AWS secret access
// keys under a name that says so (beside the id of an access key, any that says "secret"), private
// keys, GitHub tokens.
void CheckSecrets(const Values& values, ValueId root, Problems& problems);

}  // namespace stackql
