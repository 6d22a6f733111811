#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace stackql::aws {

// The variables that AWS's tools read. Given by whoever starts this, never read from a file:
// nothing that is linted can set one.
struct Environment {
  std::map<std::string, std::string, std::less<>> variables = {};

  // Empty if it is not set; one that is set to nothing counts as not set.
  std::string_view operator[](std::string_view name) const {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string_view() : found->second;
  }
  // Whether a switch is on.
  bool On(std::string_view name) const;
};

// "true", in any case: what AWS's tools take for on.
bool IsTrue(std::string_view value);

}  // namespace stackql::aws
