#pragma once

#include <string_view>

namespace stackql {

extern const std::string_view kVersion;  // "0.2.0"

}  // namespace stackql
