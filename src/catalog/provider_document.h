#pragma once

#include <memory>
#include <string_view>

#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/fwd.h"

namespace stackql::catalog {

// Compiles one service document of StackQL's awscc provider, `services/<service>.yaml`: its
// resource types with their tables, and the names of the tables that have no type. Whatever a
// document lacks or spells otherwise is left out; it is never null. Mistakes in schemas are
// problems of the rule `invalid-schema`.
std::unique_ptr<snapshot::ServiceT> CompileService(const Values& values, ValueId document,
                                                   std::string_view service, Problems& problems);

}  // namespace stackql::catalog
