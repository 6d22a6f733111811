#pragma once

#include <functional>
#include <string>
#include <vector>

#include "discovery/discovery.h"

namespace stackql::discovery {

// Whether a .gitignore pattern matches every file, or a folder around it.
bool ExcludesAll(const std::string& pattern);

// Whether a file, or a folder that it is in, matches .gitignore patterns that are relative to
// `folder`.
std::function<bool(const std::string& path)> Matcher(const std::vector<std::string>& patterns,
                                                     const std::string& folder);

// Takes what .gitignore patterns, relative to `folder`, match (a file, or a folder that it is in)
// out of a unit; named files too, as hooks name every file. False if nothing is left to lint.
bool Exclude(const std::vector<std::string>& patterns, const std::string& folder, Unit& unit);

}  // namespace stackql::discovery
