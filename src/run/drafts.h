#pragma once

#include <map>
#include <optional>
#include <string>

namespace stackql {

// What files would be, by real path; nothing: not there.
using Drafts = std::map<std::string, std::optional<std::string>>;

}  // namespace stackql
