#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "iam/conditions.h"

namespace stackql::iam {

// What is known of every request of a principal.
struct RequestFacts {
  std::string account = {};        // of the principal; empty: not known
  std::string principal_arn = {};  // of an IAM role or user, or a session; empty: not known
  // Values of condition keys that the user gave, by key in lowercase letters; before all others.
  std::map<std::string, std::vector<std::string>, std::less<>> context = {};
};

// What all requests of a principal say under a condition key, in lowercase letters ("AWS global
// condition context keys").
KeyValues ValuesOf(std::string_view key, const RequestFacts& facts);

}  // namespace stackql::iam
