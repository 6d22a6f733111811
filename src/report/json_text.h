#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace stackql::report {

// The JSON text of a report, indented, with a line feed at its end. What would be invisible or
// change the direction of writing is escaped; invalid UTF-8 becomes U+FFFD.
std::string JsonText(const nlohmann::ordered_json& json);

}  // namespace stackql::report
