#pragma once

#include <string_view>

namespace stackql {

inline constexpr std::string_view kHomePage = "https://github.com/stackql/stackql-lint";

}  // namespace stackql
