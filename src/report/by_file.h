#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lint/finding.h"

namespace stackql::report {

// The findings of each file, in order, which come together in a report.
std::vector<std::span<const Finding>> ByFile(const std::vector<Finding>& findings);

// What is to be done about a finding, and where it holds: what a message leaves out. Each begins
// with a blank.
std::string Details(const Finding& finding);

}  // namespace stackql::report
