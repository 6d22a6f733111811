#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/credentials.h"
#include "base/result.h"

namespace stackql::aws {

// Reads the JSON object in which programs (credential_process) and container endpoints hand out
// credentials, and zeroes the text. `source` is named in errors, which say nothing of the content.
Result<Credentials> ReadCredentials(std::string text, const std::string& source);

// When credentials expire, in seconds since 1970: a day and a time of ISO 8601.
std::optional<int64_t> ReadExpiration(std::string_view text);

}  // namespace stackql::aws
