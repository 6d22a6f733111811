#pragma once

#include <optional>

#include "diag/problem.h"
#include "lint/finding.h"
#include "text/sources.h"

namespace stackql {

// What a repair changes in which file. Nothing where its bytes are not the user's own, would need
// an escape there, or cannot be told from what is around them.
std::optional<Edit> ToEdit(const Sources& sources, const Repair& repair);

}  // namespace stackql
