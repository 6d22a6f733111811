#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace stackql::catalog {

// The names of the columns that a view's SELECT statement gives, in order; none if one of them is
// `*` or an expression without a name.
std::vector<std::string> ViewColumns(std::string_view ddl);

}  // namespace stackql::catalog
