#pragma once

#include <span>

#include "diag/problem.h"
#include "lint/created_resource.h"
#include "value/fwd.h"

namespace stackql {

// Resources that name others which a stack creates later and, as teardown runs backwards, deletes
// earlier: `late-dependency`, of resources in one environment.
void CheckOrder(const Values& values, std::span<const CreatedResource* const> resources,
                const SharedTexts& texts, Problems& problems);

}  // namespace stackql
