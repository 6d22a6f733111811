#pragma once

#include <functional>
#include <string>

#include "aws/client.h"

namespace stackql::aws {

// Takes a reply; false if it is not what the service promises.
using TakeReply = std::function<bool(const std::string& body)>;

// Sends a request until there is a reply, or no point in trying again. None: `take` took the reply.
std::optional<Failure> Perform(Session& session, net::Transport& transport,
                               const WireRequest& request, const TakeReply& take);

}  // namespace stackql::aws
