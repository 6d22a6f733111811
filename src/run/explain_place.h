#pragma once

#include "iam/fwd.h"
#include "lint/place_facts.h"

namespace stackql {

struct BoundUnit;

// Adds what a unit has at the place that `facts` name. They refer to the unit's catalog.
void ExplainPlace(const BoundUnit& unit, const iam::ActionReference& actions, PlaceFacts& facts);

}  // namespace stackql
