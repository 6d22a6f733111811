#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "run/permissions.h"

namespace stackql::cli {

// The operations that are resolved, with the actions they need: grouped by resource, 80 columns.
std::string PermissionsAsText(const StackPermissions& permissions);
// A table for a pull request's description or a page of documentation.
std::string PermissionsAsMarkdown(const StackPermissions& permissions);
std::string PermissionsAsJson(const StackPermissions& permissions,
                              const std::vector<std::string>& data);

// Why an action is needed: each operation, handler and phase. Any case.
std::string Explain(const StackPermissions& permissions, std::string_view action);

// What is odd about the handler lists used, a sentence for each entry of a type.
std::vector<std::string> HandlerNotes(const StackPermissions& permissions);

// Words behind a heading, with commas, continued below the first one; 80 columns.
std::string Wrapped(const std::string& heading, const std::vector<std::string>& words);

// "stack/resources/stage.iql:12:3 create (build)".
std::string WhereOf(const ListedOperation& operation);

// A text as code in a cell of a Markdown table, whatever is in it.
std::string MarkdownCode(std::string_view text);

// "AWS::IVS::Stage", or else the table's name.
std::string TypeOf(const ListedOperation& operation);

}  // namespace stackql::cli
