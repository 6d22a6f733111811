#pragma once

#include "catalog/catalog.h"
#include "diag/problem.h"
#include "operation/operation.h"
#include "sql/ast.h"
#include "value/value.h"

namespace stackql {

// Fills an operation on awscc.cloud_control.resource or .resources from what the statement names:
// TypeName, Identifier, region, DesiredState, PatchDocument. Its properties are checked as if the
// type's own table were used. Problems: those of property values and patches.
void BindGeneric(Values& values, const catalog::Catalog& catalog, const sql::Statement& statement,
                 Operation& operation, Problems& problems);

}  // namespace stackql
