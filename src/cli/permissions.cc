#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/permission_input.h"
#include "cli/print.h"
#include "report/permission_views.h"
#include "snapshot/actions_tables.h"

namespace stackql::cli {
namespace {

struct PermissionsOptions {
  PermissionInput input = {};
  std::string output = "text";
  std::string explain = {};
};

// What an action that IAM does not have was meant to be; empty: it has it, or the stack needs it.
std::string Mistaken(const std::string& action, const StackPermissions& permissions,
                     const iam::ActionReference& reference) {
  std::vector<std::string_view> known;
  for (const iam::OperationNeeds& operation : permissions.operations) {
    for (const iam::Need& need : operation.needs.known) known.push_back(need.action);
  }
  const bool needed = std::ranges::any_of(
      known, [&](std::string_view each) { return EqualsIgnoringCase(each, action); });
  if (needed || reference.FindAction(action) != nullptr) return {};
  std::vector<std::string> more;
  reference.Expand(action.substr(0, action.find(':')) + ":*",
                   [&](std::string_view prefix, const snapshot::Action& each) {
                     more.push_back(std::string(prefix) + ":" + each.name()->str());
                   });
  known.insert(known.end(), more.begin(), more.end());
  return "unknown action '" + action + "'" + DidYouMean(action, known);
}

int Print(PermissionsOptions& options) {
  ActionData data;
  if (const std::optional<int> status = ReadPermissionInput(options.input, data)) return *status;
  StackPermissions permissions;
  if (const std::optional<int> status = FindAll(options.input, data, permissions)) return *status;
  if (!options.explain.empty()) {
    const std::string mistake = Mistaken(options.explain, permissions, *data.reference);
    if (!mistake.empty()) return Fail(kExitUsage, mistake);
    PrintProse(report::Explain(permissions.operations, options.explain));
    return kExitClean;
  }
  std::string text;
  if (options.output == "json") {
    text = report::PermissionsAsJson(permissions.operations, DataUsed(permissions, data));
  } else {
    text = options.output == "markdown" ? report::PermissionsAsMarkdown(permissions.operations)
                                        : report::PermissionsAsText(permissions.operations);
  }
  PrintView(options.output, text);
  return kExitClean;
}

}  // namespace

Command PermissionsCommand() {
  const auto options = std::make_shared<PermissionsOptions>();
  return {
      .summary = "List the IAM actions that each operation needs",
      .description =
          "Actions are those that the resource types publish for their handlers, and "
          "those of Cloud Control itself. Operations that cannot be resolved are "
          "listed on standard error.",
      .sections = {{"Options",
                    {{"--explain", "ACTION", "Print why this action is needed",
                      Text(options->explain)},
                     {"--type", "TYPE", "Print what all operations on this resource type need",
                      Known(BuiltinTypes, Texts(options->input.types))},
                     {"-o, --output", "FORMAT", "Print in this format:",
                      OneOf(options->output, {"text", "markdown", "json"})},
                     PathArgument(options->input.run)}},
                   PermissionSection(options->input),
                   InputSection(options->input.input, options->input.run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint permissions my-stack --phase build",
                   "stackql-lint permissions my-stack --explain ivs:UntagResource"},
      .run = [options] { return Print(*options); },
  };
}

}  // namespace stackql::cli
