#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/input_options.h"
#include "report/json_text.h"
#include "report/visible.h"
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

// A query that will be printed.
struct Shown {
  std::string environment = {};
  size_t resource = 0;  // its place in the manifest
  Loc anchor_at = {};
  std::string name = {};
  std::string anchor = {};
  std::string file = {};
  Position at = {};
  std::string text = {};
  bool complete = false;  // nothing in it is unknown
};

bool IsWanted(const Query& query, const RenderOptions& options) {
  if (!query.text || (!options.anchor.empty() && query.anchor != options.anchor)) return false;
  return options.resource.empty() ||
         (query.resource != nullptr && query.resource->name == options.resource);
}

Shown Show(const BoundUnit& unit, const Query& query, const std::string& environment) {
  Shown shown = {.environment = environment, .anchor_at = query.anchor_at, .anchor = query.anchor};
  if (query.resource != nullptr) {
    shown.resource = static_cast<size_t>(query.resource - unit.stack.manifest.resources.data());
    shown.name = query.resource->name;
  }
  const Place place = unit.sources.Resolve(query.anchor_at ? query.anchor_at : query.text);
  shown.file = unit.sources.Path(place.at.text);
  shown.at = LineIndex(unit.sources.Bytes(place.at.text)).At(place.at.span.begin);
  shown.text = unit.secrets.Shown(unit.sources, query.text);
  shown.complete = !HasHole(unit.sources.Bytes(query.text));
  return shown;
}

// The queries of one unit, environment by environment, then those of no stack.
void AddQueries(const BoundUnit& unit, const RenderOptions& options, std::vector<Shown>& all) {
  const auto add = [&](const std::string& environment, const auto& is_of) {
    const size_t first = all.size();
    for (const BoundQuery& each : unit.queries) {
      const Query& query = each.result.query;
      if (is_of(each.result) && IsWanted(query, options)) {
        all.push_back(Show(unit, query, environment));
      }
    }
    std::stable_sort(all.begin() + static_cast<std::ptrdiff_t>(first), all.end(),
                     [](const Shown& a, const Shown& b) {
                       return std::tie(a.resource, a.anchor_at) < std::tie(b.resource, b.anchor_at);
                     });
  };
  for (size_t i = 0; i < unit.environments.size(); ++i) {
    add(unit.environments[i], [&](const QueryResult& query) { return query.environments.Has(i); });
  }
  add({}, [](const QueryResult& query) { return query.environments.empty(); });
}

// Line by line, so that nothing in it steers a terminal.
std::string Printable(const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    for (size_t i = at; i < end;) {
      if (text[i] == '\t') {
        out += text[i++];
      } else if (text[i] == '\r' && i + 1 == end) {
        ++i;
      } else {
        report::AppendVisible(std::string_view(text).substr(0, end), i, out);
      }
    }
    out += '\n';
    at = end + 1;
  }
  return out;
}

std::string Text(const std::vector<Shown>& queries) {
  std::string out;
  for (const Shown& query : queries) {
    out += "-- " + report::Visible(query.file) + ":" + std::to_string(query.at.line);
    if (!query.name.empty()) out += "  resource " + report::Visible(query.name);
    if (!query.anchor.empty()) out += "  anchor " + query.anchor;
    if (!query.environment.empty()) out += "  env " + report::Visible(query.environment);
    out += query.complete ? "\n" : "  (some values unknown)\n";
    out += Printable(query.text) + "\n";
  }
  return out;
}

std::string Json(const std::vector<Shown>& queries) {
  nlohmann::ordered_json out = {{"version", 1}, {"queries", nlohmann::ordered_json::array()}};
  for (const Shown& query : queries) {
    nlohmann::ordered_json item = {{"file", query.file},
                                   {"line", query.at.line},
                                   {"resource", query.name},
                                   {"anchor", query.anchor}};
    if (!query.environment.empty()) item["environment"] = query.environment;
    item["complete"] = query.complete;
    item["text"] = query.text;
    out["queries"].push_back(std::move(item));
  }
  return report::JsonText(out);
}

int Render(RenderOptions& options) {
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  std::vector<Shown> queries;
  UnitReader reader(options.run, builtin);
  while (const auto unit = reader.Next()) AddQueries(*unit, options, queries);
  const RunResult result = reader.Finish();
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  const std::string text = options.output == "json" ? Json(queries) : Text(queries);
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!queries.empty()) return kExitClean;
  const bool chosen = !options.resource.empty() || !options.anchor.empty();
  return Fail(chosen ? kExitUsage : kExitClean, "there is no query to render");
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
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}},
                   InputSection(options->input, options->run)},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage or configuration, or no such query"},
                   {kExitFailure, "some input could not be read"}},
      .examples = {"stackql-lint render my-stack --env prod --resource stage --anchor create"},
      .run = [options] { return Render(*options); },
  };
}

}  // namespace stackql::cli
