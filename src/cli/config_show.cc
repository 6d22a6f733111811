#include <filesystem>
#include <memory>
#include <string>
#include <system_error>

#include "base/path.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "report/config_views.h"
#include "run/rules_in_force.h"
#include "run/run.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct ShowOptions {
  RunOptions run = {};
  std::string path = ".";
  std::string output = "text";
};

int Show(const ShowOptions& options) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(options.path, error);
  if (!std::filesystem::exists(status)) {
    return Fail(kExitFailure, "Cannot read '" + options.path + "': no such file or directory.");
  }
  const bool folder = std::filesystem::is_directory(status);
  const std::string file = folder ? JoinPath(options.path, "stackql_manifest.yml") : options.path;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  RunResult result;
  RulesReader reader(options.run, builtin, result);
  const ConfigInForce& found = reader.For(file).found;
  const report::ShownConfig shown = {.config = found.config,
                                     .files = found.files,
                                     .origins = found.origins,
                                     .env_variables = found.variables,
                                     .values = options.run.show_values};
  PrintText(options.output == "json" ? report::ConfigJson(shown) : report::ConfigText(shown));
  return PrintFailures(result);
}

}  // namespace

Command ConfigShowCommand() {
  const auto options = std::make_shared<ShowOptions>();
  return {
      .summary = "Print the configuration that is in force for a path",
      .description =
          "Each setting is printed with the file and line that it is from, and those that are not "
          "set with what holds without them. The values of variables are printed as <NAME>.",
      .sections =
          {{"Options",
            {{"PATH", "", "Print what is in force for this file or folder", Text(options->path)},
             {"--config", "FILE", "Print this configuration instead of the nearest one",
              Text(options->run.config)},
             {"--show-values", "", "Print the values of variables", Flag(options->run.show_values)},
             {"-o, --output", "FORMAT",
              "Print in this format:", OneOf(options->output, {"text", "json"})}}}},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "the path cannot be read"}},
      .examples = {"stackql-lint config show my-stack"},
      .run = [options] { return Show(*options); },
  };
}

Command ConfigSchemaCommand() {
  return {
      .summary = "Print the JSON Schema of configurations",
      .statuses = {{kExitClean, "printed"}, {kExitUsage, "bad usage"}},
      .examples = {"stackql-lint config schema > .stackql-lint.schema.json"},
      .run =
          [] {
            PrintText(report::ConfigSchema());
            return kExitClean;
          },
  };
}

}  // namespace stackql::cli
