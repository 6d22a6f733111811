#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "lint/finding.h"

namespace stackql {

// Writes a suppression of rules for the line of a file that holds `offset`: into the one that the
// line has, or else as a comment of its own above it. `opening` begins a comment: "#" or "--".
Fix IgnoreFix(const std::string& path, std::string_view text, uint32_t offset,
              const std::set<std::string>& rules, std::string_view opening,
              const std::string& reason);

}  // namespace stackql
