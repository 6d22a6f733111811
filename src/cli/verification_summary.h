#pragma once

#include <string>
#include <vector>

#include "run/verification.h"

namespace stackql::cli {

// What AWS was asked, and what was left out of that: the lines that follow a report, without what
// there was nothing of.
std::vector<std::string> SummaryOf(const Verification& verification);

}  // namespace stackql::cli
