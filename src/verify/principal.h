#pragma once

#include <string>

#include "verify/ask.h"
#include "verify/live_reader.h"

namespace stackql::verify {

// The user or role that IAM can be asked about, of the ARN that GetCallerIdentity gives or a user
// names. That of a session of a role leaves out the role's path, for which IAM is asked.
Principal PrincipalOf(const std::string& arn, const std::string& region, LiveReader& reader);

}  // namespace stackql::verify
