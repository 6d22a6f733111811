#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/input_options.h"
#include "operation/bind.h"
#include "report/visible.h"
#include "run/run.h"
#include "snapshot/builtin.h"
#include "text/lines.h"

namespace stackql::cli {
namespace {

struct OperationsOptions {
  RunOptions run = {};
  InputOptions input = {};
  std::string output = "text";
};

void Declare(CLI::App& app, OperationsOptions& options) {
  app.footer(
      "An operation is one AWS call. Each is listed with the commands of\n"
      "stackql-deploy that make it: build, test, teardown.\n\n"
      "Example:\n  stackql-lint operations my-stack --env prod --output json");
  DeclareInput(app, options.input, options.run);
  app.add_option("--output,-o", options.output, "text or json (default: text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

// An operation as it is printed; the same one of several environments is printed once.
struct Shown {
  std::string verb = {};
  std::string type = {};
  std::string table = {};
  std::optional<std::string> region = {};
  std::optional<std::string> identifier = {};
  std::vector<std::string> phases = {};
  std::string resource = {};
  std::string anchor = {};
  std::string file = {};
  Span span = {};
  Position at = {};
  std::vector<std::string> environments = {};  // that it is made in; empty: all

  auto Key() const {
    return std::make_tuple(file, span, anchor, verb, type, table, resource, region, identifier);
  }
};

class Collector {
 public:
  Collector(LoadedUnit& unit, const UnitContext& context) : unit_(unit), context_(context) {}

  void Add(Evaluation evaluation) {
    const size_t runs = unit_.environments.size();
    const std::string environment = runs_ < runs ? unit_.environments[runs_] : std::string();
    for (const size_t number : evaluation.known_queries) {
      for (const size_t index : of_query_[number]) Note(index, environment);
    }
    const bool of_stack = runs_ < std::max<size_t>(runs, 1);
    Evaluation part = {.loose = std::move(evaluation.loose)};
    Bind(part, environment);
    for (Query& query : evaluation.queries) {
      const size_t number = query.number;
      const std::vector<size_t> made = BindQuery(std::move(query), environment);
      if (of_stack) of_query_[number] = made;
    }
    ++runs_;
  }

  // In the order of files and places.
  std::vector<Shown> Take() {
    for (Shown& shown : shown_) {
      if (shown.environments.size() == unit_.environments.size()) shown.environments.clear();
    }
    std::sort(shown_.begin(), shown_.end(),
              [](const Shown& a, const Shown& b) { return a.Key() < b.Key(); });
    return std::move(shown_);
  }

 private:
  std::vector<size_t> BindQuery(Query query, const std::string& environment) {
    Evaluation part;
    std::vector<QueryArm> arms = std::move(query.arms);
    part.queries.push_back(std::move(query));
    if (arms.empty()) return Bind(part, environment);
    std::vector<size_t> all;
    for (QueryArm& arm : arms) {
      part.queries[0].statements = std::move(arm.statements);
      const std::vector<size_t> made = Bind(part, environment);
      all.insert(all.end(), made.begin(), made.end());
    }
    return all;
  }

  std::vector<size_t> Bind(const Evaluation& part, const std::string& environment) {
    Problems ignored;
    std::vector<size_t> made;
    for (const Operation& operation :
         stackql::Bind(unit_.values, *context_.catalog, part, ignored).operations) {
      made.push_back(Index(Show(operation)));
      Note(made.back(), environment);
    }
    return made;
  }

  size_t Index(Shown shown) {
    const auto known = std::find_if(shown_.begin(), shown_.end(),
                                    [&](const Shown& other) { return other.Key() == shown.Key(); });
    if (known != shown_.end()) return static_cast<size_t>(known - shown_.begin());
    shown_.push_back(std::move(shown));
    return shown_.size() - 1;
  }

  void Note(size_t index, const std::string& environment) {
    std::vector<std::string>& names = shown_[index].environments;
    if (environment.empty() || std::find(names.begin(), names.end(), environment) != names.end()) {
      return;
    }
    names.push_back(environment);
  }

  Shown Show(const Operation& operation) {
    Shown shown = {.verb = std::string(Name(operation.call)),
                   .type = operation.type_name,
                   .table = operation.table,
                   .region = Text(operation.region),
                   .identifier = Text(operation.identifier),
                   .resource = operation.resource,
                   .anchor = operation.anchor};
    if (operation.phases.build) shown.phases.emplace_back("build");
    if (operation.phases.test) shown.phases.emplace_back("test");
    if (operation.phases.teardown) shown.phases.emplace_back("teardown");
    const Loc at = unit_.sources.Resolve(operation.where).at;
    shown.file = unit_.sources.Path(at.text);
    shown.span = at.span;
    shown.at = LineIndex(unit_.sources.Bytes(at.text)).At(at.span.begin);
    return shown;
  }

  // A parameter; none if the statement does not give it.
  std::optional<std::string> Text(ValueId value) {
    if (value == kNoValue) return std::nullopt;
    const Value& node = unit_.values[value];
    if (node.kind == Kind::kUnknown) return "<unknown>";
    return unit_.secrets.Shown(unit_.sources, node.text);
  }

  LoadedUnit& unit_;
  const UnitContext& context_;
  std::vector<Shown> shown_;
  std::map<decltype(Shown().Key()), size_t> index_;
  std::map<size_t, std::vector<size_t>> of_query_;
  size_t runs_ = 0;
};

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

std::string Joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(between)) + word;
  return text;
}

std::string ToText(const std::vector<Shown>& all) {
  std::string out;
  for (const Shown& shown : all) {
    const std::string what = shown.type.empty() ? shown.table : shown.type;
    out += Padded(shown.verb, 16) + Padded(report::Visible(what), 34) +
           report::Visible(shown.region.value_or("-")) + "\n";
    out += "    " + report::Visible(shown.file) + ":" + std::to_string(shown.at.line) + ":" +
           std::to_string(shown.at.column);
    if (!shown.resource.empty()) out += "  " + report::Visible(shown.resource);
    if (!shown.anchor.empty()) out += "  " + shown.anchor;
    if (!shown.phases.empty()) out += "  (" + Joined(shown.phases, ", ") + ")";
    out += "\n";
    if (shown.identifier) out += "    identifier " + report::Visible(*shown.identifier) + "\n";
    if (!shown.environments.empty()) {
      out += "    only in " + report::Visible(Joined(shown.environments, ", ")) + "\n";
    }
  }
  return out;
}

std::string ToJson(const std::vector<Shown>& all) {
  using Object = nlohmann::ordered_json;
  const auto text = [](const std::string& value) {
    return value.empty() ? Object(nullptr) : Object(value);
  };
  const auto given = [](const std::optional<std::string>& value) {
    return value ? Object(*value) : Object(nullptr);
  };
  Object out = {{"version", 1}, {"operations", Object::array()}};
  for (const Shown& shown : all) {
    Object item = {{"verb", shown.verb},
                   {"type", text(shown.type)},
                   {"table", shown.table},
                   {"region", given(shown.region)},
                   {"identifier", given(shown.identifier)},
                   {"phases", shown.phases},
                   {"resource", text(shown.resource)},
                   {"anchor", text(shown.anchor)},
                   {"file", shown.file},
                   {"line", shown.at.line},
                   {"column", shown.at.column}};
    if (!shown.environments.empty()) item["environments"] = shown.environments;
    out["operations"].push_back(std::move(item));
  }
  return out.dump(2, ' ', false, Object::error_handler_t::replace) + "\n";
}

}  // namespace

int Operations(std::vector<std::string> arguments) {
  OperationsOptions options;
  CLI::App app("Lists the AWS calls that stacks and queries make.", "stackql-lint operations");
  Declare(app, options);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (const std::optional<int> status = ReadInput(options.input, options.run)) return *status;
  const snapshot::Snapshot builtin = snapshot::Snapshot::Open(snapshot::BuiltinBytes());
  std::vector<Shown> all;
  const RunResult result =
      ForEachUnit(options.run, builtin, [&](LoadedUnit& unit, const UnitContext& context) {
        Collector collector(unit, context);
        unit.Evaluate([&](Evaluation evaluation) { collector.Add(std::move(evaluation)); });
        for (Shown& shown : collector.Take()) all.push_back(std::move(shown));
      });
  if (const int status = PrintFailures(result); status != kExitClean) return status;
  const std::string text = options.output == "json" ? ToJson(all) : ToText(all);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return kExitClean;
}

}  // namespace stackql::cli
