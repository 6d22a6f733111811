#pragma once

#include <string>
#include <system_error>

namespace stackql {

// What an error of the system says, such as "no such file or directory": to follow a colon.
std::string Describe(const std::error_code& error);
// The same of an errno value.
std::string DescribeErrno(int error);

}  // namespace stackql
