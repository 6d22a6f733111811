#pragma once

#include <vector>

#include "aws/client.h"

namespace stackql::aws {

// The answers of all pages, from the first on. A service whose pages do not end is a failure.
Reply<std::vector<Simulated>> SimulateWhole(Client& client, SimulationQuery query);
Reply<std::vector<PolicyFinding>> ValidateWhole(Client& client, ValidationQuery query);

}  // namespace stackql::aws
