#pragma once

#include <string_view>

#include "text/sources.h"

namespace stackql::yaml {

// Where a scalar is written. yaml-cpp tells its start and its decoded value only.
struct WrittenScalar {
  Span token = {};      // with quotes or block header, without properties
  Loc text = {};        // the decoded value
  bool quoted = false;  // anything but plain
  bool closed = true;   // false: the closing quote is missing
};

// Finds a scalar whose properties or content start at `begin`, by walking the source and the
// decoded value in lock step: where they differ there must be an escape, a fold or an indentation.
// If that fails, the whole content stands for the whole value.
WrittenScalar AlignScalar(Sources& sources, TextId file, uint32_t begin, std::string_view value,
                          bool in_flow);

}  // namespace stackql::yaml
