#pragma once

#include <string>

#include "aws/credentials.h"
#include "aws/endpoint.h"
#include "base/result.h"
#include "net/download.h"
#include "net/transport.h"

namespace stackql::aws {

// Whose token stands for which role.
struct WebIdentity {
  std::string token_file = {};
  std::string role = {};          // ARN
  std::string session_name = {};  // empty: one of this program
};

// Exchanges the token for credentials of the role: AssumeRoleWithWebIdentity of STS, the one
// request that is not signed. The token goes where credentials may go.
Result<Credentials> WebIdentityCredentials(const WebIdentity& identity,
                                           const EndpointOptions& endpoints,
                                           const Environment& environment,
                                           net::Transport& transport, net::Clock& clock,
                                           const net::Progress& progress);

}  // namespace stackql::aws
