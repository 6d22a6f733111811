#pragma once

#include <vector>

#include "aws/client.h"

namespace stackql::aws {

// The answers of all pages, from the first on. A service whose pages do not end is a failure.
Result<std::vector<Simulated>> SimulateWhole(Client& client, SimulationQuery query);
Result<std::vector<PolicyFinding>> ValidateWhole(Client& client, ValidationQuery query);

}  // namespace stackql::aws
