#pragma once

#include <string>
#include <string_view>

#include "verify/ask.h"
#include "verify/live_reader.h"

namespace stackql::verify {

// Whether an ARN is that of a user, group or role, not of a session or an account.
bool CanBeSimulated(std::string_view arn);

// The user or role that IAM can be asked about, of the ARN that GetCallerIdentity gives or a user
// names. That of a session of a role leaves out the role's path, for which IAM is asked.
Principal PrincipalOf(const std::string& arn, const std::string& region, LiveReader& reader);

}  // namespace stackql::verify
