#pragma once

#include <string>
#include <string_view>

namespace stackql::report {

// The rule's row in the table of rules, on the web.
std::string RuleLink(std::string_view id);

}  // namespace stackql::report
