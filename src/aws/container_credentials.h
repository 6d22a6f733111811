#pragma once

#include "aws/credentials.h"
#include "aws/environment.h"
#include "base/result.h"
#include "net/download.h"
#include "net/transport.h"

namespace stackql::aws {

// Whether the environment says that the container has credentials to give.
bool HasContainerCredentials(const Environment& environment);

// Asks the endpoint of AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or ..._FULL_URI, three times at most.
Result<Credentials> ContainerCredentials(const Environment& environment, net::Transport& transport,
                                         net::Clock& clock, const net::Progress& progress);

}  // namespace stackql::aws
