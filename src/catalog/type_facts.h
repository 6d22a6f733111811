#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/formats.h"
#include "diag/problem.h"
#include "snapshot/fwd.h"
#include "value/value.h"

namespace stackql::catalog {

// Compiles the facts about one service, `rules/aws/<service>.types.json`, which
// rules/aws/refresh.py writes: its types, and its tables. A type has the members
// of a registry schema except for its name, and `documentsOnly` and `registryOnly` (permissions
// that only one source has), `listParents`, and `onlyIn` or `notIn` (of `regions`).
std::unique_ptr<snapshot::ServiceT> CompileTypeFacts(const Values& values, ValueId document,
                                                     std::string service,
                                                     const std::vector<std::string>& regions,
                                                     const Formats& formats, Problems& problems);

// Compiles all files of a folder to a snapshot; an error names the file and what is wrong with it.
Result<std::string> CompileTypeFacts(const std::string& folder);

}  // namespace stackql::catalog
