#pragma once

#include <string>
#include <vector>

#include "iam/action_reference.h"

namespace stackql::iam {

// Compiles a folder of AWS's service reference ("Simplified AWS service information for
// programmatic access": one JSON file a service) to a snapshot for ActionReference. What the files
// do not say is taken from `builtin`: which resource types an action requires, and ARNs written in
// several ways. Files that cannot be used are reported in `errors`, a sentence each; the index of
// services is passed over.
std::string CompileServiceReference(const std::string& folder, const ActionReference& builtin,
                                    std::vector<std::string>& errors);

}  // namespace stackql::iam
