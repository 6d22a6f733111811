#pragma once

#include <string>

namespace stackql::iam {

// Compiles rules/actions/ to a snapshot container: a section for each service, and one for the
// facts of none. Empty after an error, which `error` tells with the file's name.
std::string CompileActions(const std::string& folder, std::string& error);

}  // namespace stackql::iam
