#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "lint/finding.h"
#include "report/report.h"

namespace stackql::report {

// How many findings each rule has, the most frequent rule first, a line each.
std::string Statistics(const Report& report, const TextStyle& style);
// The same for programs: a list of `{rule, name, severity, count, fixable}`.
nlohmann::ordered_json StatisticsJson(const Report& report);

}  // namespace stackql::report
