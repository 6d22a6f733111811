#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "lint/finding.h"

namespace stackql {

struct BoundUnit;

// Where the manifest of a unit is about resources that use these query files. If none uses one of
// them, all of the manifest is about it: it may have been renamed.
std::vector<Location> PlacesOfUsers(const BoundUnit& unit, const std::set<std::string_view>& files);

}  // namespace stackql
