#pragma once

#include <string_view>
#include <vector>

#include "lang/lang.h"
#include "value/fwd.h"

namespace stackql::iam {

// Whether an object has a property: "Code/S3Bucket" that is not null, "Targets/*/RoleArn" of one of
// the elements at least, or "ImageId=resolve:*" with a text that the pattern matches ("!=": does
// not match).
Tri HasProperty(const Values& values, ValueId object, std::string_view condition);

// The property at a path of members, "Code/ImageUri"; kNoValue if there is none.
ValueId FindProperty(const Values& values, ValueId object, std::string_view path);

struct FoundValues {
  std::vector<ValueId> values = {};
  bool all = true;  // there are no others
};

// The values at a path: "Replicas/*/Region".
FoundValues ValuesAt(const Values& values, ValueId object, std::string_view path);

}  // namespace stackql::iam
