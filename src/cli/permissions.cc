#include <CLI/CLI.hpp>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/permission_input.h"
#include "cli/permission_views.h"

namespace stackql::cli {

int Permissions(std::vector<std::string> arguments) {
  PermissionInput input;
  std::string output = "text";
  std::string explain;
  CLI::App app("Lists the IAM actions that each operation needs.", "stackql-lint permissions");
  app.footer(
      "Actions are those that the resource types publish for their handlers, and\n"
      "Cloud Control's own. Operations that cannot be resolved are told on standard\n"
      "error.\n\n"
      "Examples:\n  stackql-lint permissions my-stack --phase build\n"
      "  stackql-lint permissions my-stack --explain ivs:UntagResource");
  DeclarePermissionInput(app, input);
  app.add_option("--output,-o", output, "text, markdown or json (default: text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "markdown", "json"}));
  app.add_option("--explain", explain, "Print why this action is needed")->type_name("ACTION");
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(input, data)) return *status;
  StackPermissions permissions;
  if (const std::optional<int> status = FindAll(input, data, permissions)) return *status;
  std::string text;
  if (!explain.empty()) {
    text = Explain(permissions, explain);
  } else if (output == "json") {
    text = PermissionsAsJson(permissions, DataUsed(permissions, data));
  } else {
    text =
        output == "markdown" ? PermissionsAsMarkdown(permissions) : PermissionsAsText(permissions);
  }
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kExitClean;
}

}  // namespace stackql::cli
