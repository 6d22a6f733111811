#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "aws/secret.h"

namespace stackql::aws {

// What requests are signed with.
struct Credentials {
  std::string access_key_id = {};
  Secret secret_access_key = {};
  Secret session_token = {};               // empty with the keys of a user
  std::optional<int64_t> expiration = {};  // seconds since 1970; none: not said
  std::string source = {};                 // for messages: "the environment"

  // Puts "***" for what a text shows of them.
  void Mask(std::string& text) const {
    secret_access_key.Mask(text);
    session_token.Mask(text);
  }
};

}  // namespace stackql::aws
