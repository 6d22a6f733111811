#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "cli/print.h"
#include "report/query_views.h"
#include "run/bound_unit.h"
#include "run/run.h"
#include "run/unit_reader.h"
#include "snapshot/builtin.h"
#include "text/lines.h"

namespace stackql::cli {
namespace {

struct RenderOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::string resource = {};
  std::string anchor = {};
  std::string output = "text";
};

bool IsWanted(const Query& query, const RenderOptions& options) {
  if (!query.text || (!options.anchor.empty() && query.anchor != options.anchor)) return false;
  return options.resource.empty() ||
         (query.resource != nullptr && query.resource->name == options.resource);
}

report::ShownQuery Show(const BoundUnit& unit, const Query& query, const std::string& environment,
                        FileLines& lines) {
  report::ShownQuery shown = {
      .environment = environment, .anchor_at = query.anchor_at, .anchor = query.anchor};
  if (query.resource != nullptr) {
    shown.resource = static_cast<size_t>(query.resource - unit.stack.manifest.resources.data());
    shown.name = query.resource->name;
  }
  const Place place = unit.sources.Resolve(query.anchor_at ? query.anchor_at : query.text);
  shown.file = unit.sources.Path(place.at.text);
  shown.at = lines.Of(place.at.text).At(place.at.span.begin);
  shown.complete = !HasHole(unit.sources.Bytes(query.text));
  return shown;
}

// What queries can be chosen by.
struct Choices {
  std::set<std::string> resources = {};
  std::set<std::string> anchors = {};
};

void AddChoices(const BoundUnit& unit, Choices& choices) {
  for (const Resource& resource : unit.stack.manifest.resources) {
    choices.resources.insert(resource.name);
  }
  for (const BoundQuery& query : unit.queries) choices.anchors.insert(query.result.query.anchor);
}

// Why there is nothing to print.
std::string WhyNone(const RenderOptions& options, const Choices& choices) {
  const auto unknown = [](const std::string& what, const std::string& name,
                          const std::set<std::string>& known) {
    return "there is no " + what + " '" + name + "'" +
           DidYouMean(name, std::vector<std::string_view>(known.begin(), known.end()));
  };
  if (!options.resource.empty() && choices.resources.count(options.resource) == 0) {
    return unknown("resource", options.resource, choices.resources);
  }
  if (!options.anchor.empty() && choices.anchors.count(options.anchor) == 0) {
    return unknown("anchor", options.anchor, choices.anchors);
  }
  return "there is no query to render";
}

// The queries of one unit, environment by environment, then those of no stack.
void AddQueries(const BoundUnit& unit, const RenderOptions& options,
                std::vector<report::ShownQuery>& all) {
  const std::vector<std::string> texts = ShownTexts(unit);
  FileLines lines(unit.sources);
  const auto add = [&](const std::string& environment, const auto& is_of) {
    const size_t first = all.size();
    for (size_t i = 0; i < unit.queries.size(); ++i) {
      const QueryResult& result = unit.queries[i].result;
      if (!is_of(result) || !IsWanted(result.query, options)) continue;
      all.push_back(Show(unit, result.query, environment, lines));
      all.back().text = texts[i];
    }
    std::stable_sort(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                     [](const report::ShownQuery& a, const report::ShownQuery& b) {
                       return std::tie(a.resource, a.anchor_at) < std::tie(b.resource, b.anchor_at);
                     });
  };
  for (size_t i = 0; i < unit.environments.size(); ++i) {
    add(unit.environments[i], [&](const QueryResult& query) { return query.environments.Has(i); });
  }
  add({}, [](const QueryResult& query) { return query.environments.empty(); });
}

int Render(RenderOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  std::vector<report::ShownQuery> queries;
  UnitReader reader(options.run, builtin);
  Choices choices;
  while (const auto unit = reader.Next()) {
    AddQueries(*unit, options, queries);
    AddChoices(*unit, choices);
  }
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  const std::string text =
      options.output == "json" ? report::QueriesJson(queries) : report::QueriesText(queries);
  PrintText(text);
  if (!queries.empty()) return kExitClean;
  const bool chosen = !options.resource.empty() || !options.anchor.empty();
  return Fail(chosen ? kExitUsage : kExitClean, WhyNone(options, choices));
}

}  // namespace

Command RenderCommand() {
  const auto options = std::make_shared<RenderOptions>();
  return {
      .summary = "Print each query as it would be sent",
      .description =
          "What is only known during the deployment is printed as the template that "
          "stands for it, variables and protected values as <NAME>.",
      .sections = {{"Options",
                    {{"--resource", "NAME", "Only print the queries of this resource",
                      Text(options->resource)},
                     {"--anchor", "NAME",
                      "Only print the queries under this anchor, such as create",
                      Text(options->anchor)},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})},
                     PathArgument(options->run)}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration, or no such query"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint render my-stack --env prod --resource stage --anchor create"},
      .run = [options] { return Render(*options); },
  };
}

}  // namespace stackql::cli
