#pragma once

#include "diag/problem.h"
#include "value/value.h"

namespace stackql::yaml {

struct Limits {
  uint32_t depth = 200;
  uint32_t nodes = 4'000'000;
};

struct Document {
  ValueId root = kNoValue;  // kNoValue: the text is not one YAML document
};

// Reads the YAML document in `file` into values with places, through yaml-cpp's events. Scalars are
// typed as serde_yaml types them (YAML 1.2: true/false, null/~/nothing, numbers incl. 0x1F and 1e3;
// yes/no/012/dates are strings). Aliases share their anchor's node. `<<` stays a key. Duplicate keys
// stay. Tags are dropped. Problems (rules `yaml-syntax`, `byte-order-mark`): syntax errors at the
// right byte, unterminated quotes (yaml-cpp takes them), NUL bytes, invalid UTF-8, several
// documents, too deep nesting. An alias bomb costs nothing as nodes are shared.
Document Parse(Values& values, TextId file, Problems& problems, const Limits& limits = {});

}  // namespace stackql::yaml
