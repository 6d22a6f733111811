#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "snapshot/fwd.h"

namespace stackql::catalog {

// What a schema says of a text.
struct TextForm {
  std::string format = {};                 // AWS::S3::Bucket.Arn; empty: not known
  std::vector<std::string> patterns = {};  // it matches each of them; that of the format is first
};

// What the node says of every text that it takes, with those that hold besides it.
TextForm TextFormAt(const snapshot::ResourceType& type, uint32_t schema);

}  // namespace stackql::catalog
