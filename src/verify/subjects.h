#pragma once

#include <string>
#include <vector>

#include "operation/operation.h"
#include "value/value.h"

namespace stackql::verify {

// A resource that statements are about, known well enough to be asked for.
struct Subject {
  const snapshot::ResourceType* type = nullptr;
  std::string type_name = {};
  std::string region = {};
  std::string identifier = {};  // as GetResource takes it
  // Of the first statement that creates it; of none: kNoValue.
  ValueId desired = kNoValue;
  Loc created = {};
  bool guarded = false;  // something of the same manifest resource asks first whether it exists
  // Identifiers that read, update or delete it.
  std::vector<Loc> named = {};
};

struct Subjects {
  std::vector<Subject> known = {};  // in the order of type, region and identifier
  size_t open = 0;                  // statements whose region or identifier only a deploy tells
};

// What a stack's operations are about. A creation is of a resource with a known identifier if all
// of the type's primary identifier stands in the desired state.
Subjects SubjectsOf(const std::vector<Operation>& operations, const Values& values);

}  // namespace stackql::verify
