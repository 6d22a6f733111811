#pragma once

#include <string>
#include <string_view>

#include "lint/finding.h"
#include "report/report.h"

namespace stackql::report {

// "error[TAG001]", the rule as a link where the style has links.
void AppendHead(Severity severity, std::string_view rule, const TextStyle& style, std::string& out);

}  // namespace stackql::report
