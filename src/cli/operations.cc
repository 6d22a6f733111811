#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "report/json_text.h"
#include "report/visible.h"
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

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

std::string ToText(const std::vector<ListedOperation>& all) {
  std::string out;
  for (const ListedOperation& shown : all) {
    const std::string what = shown.type.empty() ? shown.table : shown.type;
    out += Padded(std::string(Name(shown.call)), 16) + Padded(report::Visible(what), 34) +
           report::Visible(shown.region.value_or("-")) + "\n";
    out += "    " + report::Visible(shown.file) + ":" + std::to_string(shown.at.line) + ":" +
           std::to_string(shown.at.column);
    if (!shown.resource.empty()) out += "  " + report::Visible(shown.resource);
    if (!shown.anchor.empty()) out += "  " + shown.anchor;
    if (const auto phases = Names(shown.phases); !phases.empty()) {
      out += "  (" + Join(phases, ", ") + ")";
    }
    out += "\n";
    if (shown.identifier) out += "    identifier " + report::Visible(*shown.identifier) + "\n";
    if (!shown.environments.empty()) {
      out += "    only in " + report::Visible(Join(shown.environments, ", ")) + "\n";
    }
  }
  return out;
}

std::string ToJson(const std::vector<ListedOperation>& all) {
  using Object = nlohmann::ordered_json;
  const auto text = [](const std::string& value) {
    return value.empty() ? Object(nullptr) : Object(value);
  };
  const auto given = [](const std::optional<std::string>& value) {
    return value ? Object(*value) : Object(nullptr);
  };
  Object out = {{"version", 1}, {"operations", Object::array()}};
  for (const ListedOperation& shown : all) {
    Object item = {{"verb", Name(shown.call)},
                   {"type", text(shown.type)},
                   {"table", shown.table},
                   {"region", given(shown.region)},
                   {"identifier", given(shown.identifier)},
                   {"phases", Names(shown.phases)},
                   {"resource", text(shown.resource)},
                   {"anchor", text(shown.anchor)},
                   {"file", shown.file},
                   {"line", shown.at.line},
                   {"column", shown.at.column}};
    if (!shown.environments.empty()) item["environments"] = shown.environments;
    out["operations"].push_back(std::move(item));
  }
  return report::JsonText(out);
}

int Print(OperationsOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  std::vector<ListedOperation> all;
  UnitReader reader(options.run, builtin);
  while (const auto unit = reader.Next()) {
    for (ListedOperation& listed : ListOperations(*unit, {})) {
      if (listed.unresolved.empty()) all.push_back(std::move(listed));
    }
  }
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  const std::string text = options.output == "json" ? ToJson(all) : ToText(all);
  std::fwrite(text.data(), 1, text.size(), stdout);
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
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint operations my-stack --env prod --output json"},
      .run = [options] { return Print(*options); },
  };
}

}  // namespace stackql::cli
