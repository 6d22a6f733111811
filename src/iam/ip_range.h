#pragma once

#include <string_view>

#include "lang/lang.h"

namespace stackql::iam {

// Whether an IP address lies in a range of CIDR form, "203.0.113.0/24", or is the address that
// is there. kUnknown if either cannot be read.
Tri IsInRange(std::string_view address, std::string_view range);

}  // namespace stackql::iam
