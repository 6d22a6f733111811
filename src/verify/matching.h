#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lang/lang.h"

namespace stackql::verify {

// Whether the items of one list (rows) are those of another (columns).
using Sameness = std::vector<std::vector<Tri>>;

// For each row a column of its own that is, or may be, the same; for as many rows as can have one
// at once, the first rows first, and sure ones where that costs no row its column.
std::vector<std::optional<size_t>> Match(const Sameness& same, size_t columns);

}  // namespace stackql::verify
