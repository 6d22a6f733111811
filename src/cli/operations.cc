#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "report/operation_views.h"
#include "run/bound_unit.h"
#include "run/operation_list.h"
#include "run/run.h"
#include "run/unit_reader.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct OperationsOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::string output = "text";
};

int Print(OperationsOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  const FindNeeds nothing = [](const Operation&) { return iam::OperationNeeds(); };
  std::vector<OperationView> all;
  UnitReader reader(options.run, builtin);
  while (const auto unit = reader.Next()) {
    for (iam::OperationNeeds& each : ListOperations(*unit, nothing)) {
      if (each.needs.unresolved.empty()) all.push_back(std::move(each.operation));
    }
  }
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  const std::string text =
      options.output == "json" ? report::OperationsAsJson(all) : report::OperationsAsText(all);
  PrintView(options.output, text);
  return kExitClean;
}

}  // namespace

Command OperationsCommand() {
  const auto options = std::make_shared<OperationsOptions>();
  return {
      .summary = "List the AWS calls that stacks and queries make",
      .description =
          "An operation is one AWS call. Each is listed with the phases of "
          "stackql-deploy that make it: build, test, teardown.",
      .sections = {{"Options",
                    {{"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})},
                     PathArgument(options->run)}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint operations my-stack --env prod --output json"},
      .run = [options] { return Print(*options); },
  };
}

}  // namespace stackql::cli
