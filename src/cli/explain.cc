#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.h"
#include "base/number.h"
#include "base/read_file.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/paragraphs.h"
#include "cli/print.h"
#include "cli/rules.h"
#include "iam/action_reference.h"
#include "report/counted.h"
#include "report/place_view.h"
#include "run/bound_unit.h"
#include "run/explain_place.h"
#include "run/run.h"
#include "run/unit_reader.h"
#include "snapshot/builtin.h"
#include "text/lines.h"

namespace stackql::cli {
namespace {

struct ExplainOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::string place = {};
  std::string output = "text";
};

// Takes a number from 1 off the end, with the colon before it.
std::optional<uint32_t> TakeNumber(std::string& text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const auto number = ParseNumber<uint32_t>(std::string_view(text).substr(colon + 1));
  if (!number || *number == 0) return std::nullopt;
  text.erase(colon);
  return number;
}

// FILE:LINE or FILE:LINE:COLUMN.
std::optional<PlaceFacts> ReadPlace(std::string text) {
  const std::optional<uint32_t> last = TakeNumber(text);
  if (!last) return std::nullopt;
  const std::optional<uint32_t> line = TakeNumber(text);
  if (!line) return PlaceFacts{.file = text, .line = *last};
  return PlaceFacts{.file = text, .line = *line, .column = *last};
}

// Letters, digits and dashes: no path of a stack's files, which has a dot.
bool MayNameRule(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return IsAlnum(c) || c == '-'; });
}

int Explain(ExplainOptions& options) {
  std::optional<PlaceFacts> place = ReadPlace(options.place);
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  if (!place) {
    if (!MayNameRule(options.place)) {
      return Fail(
          kExitUsage,
          "'" + options.place + "' is neither a place, FILE:LINE or FILE:LINE:COLUMN, nor a rule");
    }
    return PrintRules({.name = options.place,
                       .directories = options.run.rule_directories,
                       .config = options.run.config,
                       .no_config = options.run.no_config,
                       .output = options.output});
  }
  options.run.paths = {place->file};
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const auto bytes = ReadWholeFile(place->file, options.run.max_file_size);
  if (!bytes) return Fail(kExitFailure, bytes.error().message);
  const uint32_t lines = LineIndex(*bytes).lines();
  if (place->line > lines) {
    return Fail(kExitUsage, "'" + place->file + "' has " + report::Counted(lines, "line"));
  }
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  options.run.actions = &actions;
  UnitReader reader(options.run, builtin);
  while (const auto unit = reader.Next()) ExplainPlace(*unit, actions, *place);
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  PrintView(options.output,
            options.output == "json" ? report::PlaceJson(*place) : report::PlaceText(*place));
  return kExitClean;
}

}  // namespace

Command ExplainCommand() {
  const auto options = std::make_shared<ExplainOptions>();
  return {
      .summary = "Print what is known of a place in a stack",
      .description =
          "What a line of a manifest or query file becomes in each environment, the operations "
          "that it is part of with the IAM actions that they need, what the schemas say of its "
          "properties, and what is found there. Variables and protected values are printed as "
          "<NAME>. A rule is explained as by 'rules RULE'.",
      .sections = {{"Options",
                    {{.names = "PLACE",
                      .help = "Explain this place, FILE:LINE or FILE:LINE:COLUMN, or this rule",
                      .binding = Text(options->place),
                      .required = true},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration, or no such line"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint explain my-stack/resources/stage.iql:11",
                   "stackql-lint explain my-stack/stackql_manifest.yml:23:16 --env prod"},
      .run = [options] { return Explain(*options); },
  };
}

}  // namespace stackql::cli
