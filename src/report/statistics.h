#pragma once

#include <string>

#include "lint/finding.h"
#include "report/report.h"

namespace stackql::report {

// How many findings each rule has, the most frequent rule first, a line each.
std::string Statistics(const Report& report, const TextStyle& style);

}  // namespace stackql::report
