#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diag/problem.h"
#include "stack/stack.h"
#include "value/fwd.h"

namespace stackql {

// Replaces each `file(path)` among the values of a manifest's globals and props by what that file
// below resources/ holds, before anything is rendered (stackql-deploy's
// src/resource/manifest.rs). `root` is the manifest's YAML root, `directory` where it lies ("" or
// ending in '/'). A file that cannot be included leaves an unknown value. Files that exist but are
// refused are named in `failures`. Problems: `invalid-include`, and `yaml-syntax` in such a file.
ValueId ExpandIncludes(Values& values, ValueId root, const std::string& directory,
                       const ReadFile& read, Problems& problems,
                       std::vector<std::string>& failures);

// Reports each such value, as the 1.x tool includes nothing (`newer-feature`), and leaves an
// unknown one in its place.
ValueId RejectIncludes(Values& values, ValueId root, Problems& problems);

// The path of `file(path)`; empty if the text is something else.
std::string_view IncludedPath(std::string_view text);

}  // namespace stackql
