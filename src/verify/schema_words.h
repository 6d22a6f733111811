#pragma once

#include <set>
#include <string>
#include <string_view>

namespace stackql::verify {

// A text of a schema as a sentence may quote it: cut where it is long.
std::string Shortened(std::string_view text);

// "gained A, B and 3 more; lost C"; empty if both are the same.
std::string SetChange(const std::set<std::string>& was, const std::set<std::string>& is);

}  // namespace stackql::verify
