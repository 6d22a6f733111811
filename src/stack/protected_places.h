#pragma once

#include <string>
#include <vector>

#include "text/sources.h"
#include "value/fwd.h"

// Where protected values are written though nothing is made of them, as the manifest around them is
// wrong: no frame shows them.
namespace stackql {

// The scalars beside the names of what `protected` lists or marks, and all of the files that these
// include. `directory` is where the manifest lies ("" or ending in '/').
std::vector<Loc> ProtectedPlaces(const Values& values, ValueId root, const std::string& directory);

// What stands behind `value` and `values` in a manifest that cannot be read; empty if nothing in it
// is protected.
std::vector<Loc> PlacesOfValues(const Sources& sources, TextId file);

}  // namespace stackql
