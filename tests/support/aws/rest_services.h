#pragma once

#include "support/aws/pages.h"
#include "support/aws/reply.h"

namespace stackql::aws_double {

// Access Analyzer's ValidatePolicy.
Response ValidatePolicy(const Call& call, const std::string& body, const World& world,
                        Pages& pages);

// The credentials of a container, for who has its token.
Response ContainerCredentials(const Call& call, const Request& request, const World& world);

}  // namespace stackql::aws_double
