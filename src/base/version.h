#pragma once

#include <string_view>

namespace stackql {

std::string_view ProgramVersion();  // "0.2.0"

}  // namespace stackql
