#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "iam/operation_needs.h"
#include "operation/operation.h"

namespace stackql {

struct BoundUnit;

// Says what an operation needs, but for its view; none: it is not listed.
using FindNeeds = std::function<std::optional<iam::OperationNeeds>(const Operation&)>;

// A statement or script at `where` whose calls are not known, and the reason.
iam::OperationNeeds Unresolve(const BoundUnit& unit, OperationViewer& viewer, Loc where,
                              const std::string& reason);

// Lists the operations of a unit in the order of their places, the same one of several environments
// once. Statements that may make calls that are not known are listed as unresolved.
std::vector<iam::OperationNeeds> ListOperations(const BoundUnit& unit, const FindNeeds& find_needs);

}  // namespace stackql
