#pragma once

#include <vector>

#include "iam/needs.h"
#include "operation/operation.h"
#include "value/fwd.h"
#include "verify/questions.h"
#include "verify/subjects.h"

namespace stackql::verify {

// Something that an operation needs, on one resource.
struct Permission {
  PermissionQuestion question = {};
  bool known = true;  // else the question's resource stands for some that are not known
  Loc where = {};     // the operation
};

// What a stack's operations need, as IAM can be asked about it.
std::vector<Permission> PermissionsFor(const std::vector<Operation>& operations,
                                       const Values& values, const AwsContext& context);

}  // namespace stackql::verify
