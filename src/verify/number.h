#pragma once

#include <string_view>

#include "lang/lang.h"

namespace stackql::verify {

// Whether two texts are the same number: 1, 1.0 and 1e0. kNo if one is none. Of numbers with many
// digits only equal texts are surely the same.
Tri SameNumber(std::string_view one, std::string_view other);

}  // namespace stackql::verify
