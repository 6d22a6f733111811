#pragma once

#include "diag/problem.h"

namespace stackql::yaml {

// The first byte sequence of a file that no YAML text may hold: what is not UTF-8, and the control
// characters that YAML excludes. yaml-cpp takes both. True if there is none.
bool CheckEncoding(const Sources& sources, TextId file, Problems& problems);

// The first of its bytes that are not UTF-8. True if all are.
bool CheckUtf8(const Sources& sources, TextId file, Problems& problems);

}  // namespace stackql::yaml
