#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "iam/operation_needs.h"

namespace stackql::report {

// The operations that are resolved, with the actions they need: grouped by resource, 80 columns.
std::string PermissionsAsText(const std::vector<iam::OperationNeeds>& operations);
// A table for a pull request's description or a page of documentation.
std::string PermissionsAsMarkdown(const std::vector<iam::OperationNeeds>& operations);
std::string PermissionsAsJson(const std::vector<iam::OperationNeeds>& operations,
                              const std::vector<std::string>& data);

// Why an action is needed: each operation, handler and phase. Any case.
std::string Explain(const std::vector<iam::OperationNeeds>& operations, std::string_view action);

// What is odd about the handler lists used, a sentence for each entry of a type.
std::vector<std::string> HandlerNotes(const std::vector<iam::OperationNeeds>& operations);

// Which operations cannot be resolved and why, a line for each place.
std::vector<std::string> UnresolvedLines(const std::vector<iam::OperationNeeds>& operations);

}  // namespace stackql::report
