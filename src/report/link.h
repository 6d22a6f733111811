#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

// Where a rule is explained.
std::string RuleLink(std::string_view id);

}  // namespace stackql::report
