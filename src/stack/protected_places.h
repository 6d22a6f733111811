#pragma once

#include <string>
#include <vector>

#include "text/sources.h"
#include "value/fwd.h"

// Protected values that evaluation never reaches because the manifest around them is wrong. Source
// frames must not show them.
namespace stackql {

// The values of props and globals that `protected` lists or marks, and the whole files that they
// include. `directory` is where the manifest lies ("" or ending in '/').
std::vector<Loc> ProtectedPlaces(const Values& values, ValueId root, const std::string& directory);

// The text after each `value` and `values` key of a manifest that cannot be read. Empty if the
// manifest protects nothing.
std::vector<Loc> PlacesOfValues(const Sources& sources, TextId file);

}  // namespace stackql
