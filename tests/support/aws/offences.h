#pragma once

#include <string>
#include <vector>

#include "support/aws/call.h"

namespace stackql::aws_double {

// What a reader of AWS must never send: anything but the known reads ("MUTATION ATTEMPT ..."), a
// role passed along, a secret anywhere but where it belongs.
std::vector<std::string> FindOffences(const Request& request, const Call& call, const World& world);

}  // namespace stackql::aws_double
