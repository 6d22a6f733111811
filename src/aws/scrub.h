#pragma once

#include <string>

#include "aws/credentials.h"

namespace stackql::aws {

// A text of AWS's or of a library's, made fit to be shown: without the secrets of the credentials,
// without what looks like another key, token or signature (services repeat the canonical request
// when a signature is wrong), without control characters, and no longer than a message should be.
std::string Scrub(std::string text, const Credentials* credentials);

}  // namespace stackql::aws
