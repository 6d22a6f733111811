#pragma once

#include <string>
#include <string_view>

namespace stackql::iam {

// IAM ignores the case of ASCII letters in the names of actions and condition keys.
std::string Lowered(std::string_view text);

// As if both were lowered.
int CompareIgnoringCase(std::string_view a, std::string_view b);

}  // namespace stackql::iam
