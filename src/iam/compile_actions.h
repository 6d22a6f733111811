#pragma once

#include <string>

#include "base/result.h"

namespace stackql::iam {

// Compiles rules/actions/ to a snapshot container: a section for each service, and one for the
// facts of none. An error names the file.
Result<std::string> CompileActions(const std::string& folder);

}  // namespace stackql::iam
