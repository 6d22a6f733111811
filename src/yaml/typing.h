#pragma once

#include <string>
#include <string_view>

#include "value/value.h"

namespace stackql::yaml {

// What serde_yaml 0.9 makes of a plain scalar.
struct Typed {
  Kind kind = Kind::kString;
  // Numbers: JSON's form of the number, if it differs from the scalar.
  std::string number = {};
};

Typed TypePlain(std::string_view scalar);

}  // namespace stackql::yaml
