#pragma once

#include <functional>
#include <string>
#include <vector>

#include "iam/explain_denial.h"
#include "text/sources.h"

namespace stackql::report {

// Where a statement of a policy stands: "policy.json:12:7".
using PolicyPlace = std::function<std::string(Loc where)>;

std::string DenialsAsText(const std::vector<iam::DenialAnswer>& answers, const PolicyPlace& place);
std::string DenialsAsJson(const std::vector<iam::DenialAnswer>& answers, const PolicyPlace& place);

}  // namespace stackql::report
