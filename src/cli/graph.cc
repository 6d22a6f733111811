#include "run/graph.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/child_process.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "report/graph_views.h"
#include "run/bound_unit.h"
#include "run/run.h"
#include "run/unit_reader.h"
#include "snapshot/builtin.h"

namespace stackql::cli {
namespace {

struct GraphOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::string format = "mermaid";
};

int PrintSvg(const std::string& dot) {
  const char* path = std::getenv("PATH");
  const Result<Finished> drawn =
      RunChild({"dot", "-Tsvg"}, {std::string("PATH=") + (path == nullptr ? "" : path)}, dot,
               {.output = 64 << 20});
  if (!drawn) {
    return Fail(kExitFailure,
                "cannot draw: Graphviz's program 'dot' is needed (apt-get install graphviz, brew "
                "install graphviz); or use --format dot or mermaid. " +
                    drawn.error().message);
  }
  if (drawn->status != 0) {
    return Fail(kExitFailure, "cannot draw: Graphviz's program 'dot' ended with status " +
                                  std::to_string(drawn->status) + ": " +
                                  drawn->errors.substr(0, drawn->errors.find('\n')));
  }
  PrintBytes(drawn->output);
  return kExitClean;
}

int Print(GraphOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  std::vector<StackGraph> stacks;
  UnitReader reader(options.run, builtin);
  while (const auto unit = reader.Next()) {
    StackGraph graph = GraphOf(*unit);
    if (!graph.nodes.empty()) stacks.push_back(std::move(graph));
  }
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  if (stacks.empty()) return Fail(kExitFailure, "there is no stack with resources to draw");
  if (options.format == "svg") return PrintSvg(report::GraphDot(stacks));
  PrintText(options.format == "dot" ? report::GraphDot(stacks) : report::GraphMermaid(stacks));
  return kExitClean;
}

}  // namespace

Command GraphCommand() {
  const auto options = std::make_shared<GraphOptions>();
  return {
      .summary = "Draw the resources of stacks and the exports that flow between them",
      .description =
          "Resources are numbered in the order of build. Those with a condition are rounded, or "
          "dashed. Mermaid is what GitHub and GitLab draw in Markdown; SVG is drawn by Graphviz.",
      .sections = {{"Options",
                    {{"--format", "FORMAT",
                      "Print in this format:", OneOf(options->format, {"mermaid", "dot", "svg"})},
                     PathArgument(options->run)}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration"},
                   {kExitFailure,
                    "some input could not be read, there is no stack, or Graphviz "
                    "is not installed"}},
      .examples = {"stackql-lint graph my-stack",
                   "stackql-lint graph my-stack --format svg > my-stack.svg"},
      .run = [options] { return Print(*options); },
  };
}

}  // namespace stackql::cli
