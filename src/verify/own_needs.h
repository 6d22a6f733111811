#pragma once

#include <string>
#include <vector>

#include "iam/need.h"
#include "verify/checks.h"

namespace stackql::verify {

// What asking the questions needs, besides the reads of Cloud Control. `principal` is the ARN whose
// permissions are asked about; empty: the caller's.
std::vector<iam::Need> OwnNeeds(const Checks& checks, const std::string& principal);

}  // namespace stackql::verify
