#pragma once

#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "operation/operation.h"
#include "value/fwd.h"
#include "verify/checks.h"
#include "verify/permissions.h"
#include "verify/questions.h"
#include "verify/references.h"
#include "verify/subjects.h"

namespace stackql::verify {

// A resource type that a stack uses in a region.
struct UsedType {
  TypeQuestion question = {};
  const snapshot::ResourceType* type = nullptr;
  Loc where = {};  // the first operation
};

// What one stack makes one ask, and where it says so.
struct Plan {
  Subjects subjects = {};
  std::vector<Reference> references = {};
  std::vector<UsedType> types = {};
  std::vector<Permission> permissions = {};
};

// The plan for some checks of a stack's operations.
Plan MakePlan(const std::vector<Operation>& operations, const Values& values,
              const catalog::Catalog& catalog, const AwsContext& context, const Checks& checks);

void AddQuestions(const Plan& plan, Questions& questions);

}  // namespace stackql::verify
