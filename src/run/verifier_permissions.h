#pragma once

#include <string>

#include "catalog/catalog.h"
#include "iam/action_reference.h"
#include "run/permissions.h"
#include "verify/checks.h"
#include "verify/questions.h"

namespace stackql {

// What asking questions of AWS needs: Cloud Control runs read handlers with the caller's
// permissions. `principal` is the ARN whose permissions are asked about; empty: the caller's.
StackPermissions VerifierPermissions(const verify::Questions& questions,
                                     const verify::Checks& checks, const std::string& principal,
                                     PermissionOptions options, const catalog::Catalog& catalog,
                                     const iam::ActionReference& actions);

}  // namespace stackql
