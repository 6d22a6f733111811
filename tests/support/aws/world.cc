#include "support/aws/world.h"

namespace stackql::aws_double {

const Type* World::FindType(const std::string& name) const {
  for (const Type& type : types) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace stackql::aws_double
