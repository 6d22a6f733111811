#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/ascii.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/open_catalog.h"
#include "cli/print.h"
#include "report/json_text.h"
#include "report/type_view.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

using snapshot::ResourceType;

struct ShowOptions {
  std::string name = {};  // of a type or a table
  std::string folder = {};
  std::string output = "text";
};

const ResourceType* FindByName(const catalog::Catalog& catalog, std::string_view name) {
  if (name.find("::") != std::string_view::npos) return catalog.FindType(name);
  if (name.starts_with("awscc.")) name.remove_prefix(6);
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  return catalog.FindTable(name.substr(0, dot), name.substr(dot + 1)).type;
}

// "AWS::IVS::Stage" and "ivs.stages", of each type.
std::vector<std::string> NamesOfTypes(const catalog::Catalog& catalog) {
  std::vector<std::string> names;
  for (const ResourceType* each : KnownTypes(catalog)) {
    names.push_back(each->type_name()->str());
    const snapshot::SqlTable* table = catalog.TablesOf(*each).resources;
    if (table == nullptr) continue;
    names.push_back(each->service()->str() + "." + table->name()->str());
  }
  return names;
}

// Names that end like this after their service, in quotes: "ivs.stages" of "stages".
std::vector<std::string> WithService(const std::string& word,
                                     const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (const std::string& name : names) {
    const size_t at = name.find_last_of(".:") + 1;
    if (EqualsIgnoringCase(std::string_view(name).substr(at), word))
      found.push_back("'" + name + "'");
  }
  return found;
}

int Show(const ShowOptions& options) {
  const std::unique_ptr<catalog::Catalog> opened = OpenCatalog(options.folder);
  if (!opened) return kExitUsage;
  const catalog::Catalog& catalog = *opened;
  const std::string& name = options.name;
  const ResourceType* type = FindByName(catalog, name);
  std::vector<std::string> known;
  if (type == nullptr) {
    known = NamesOfTypes(catalog);
    const auto same = std::ranges::find_if(
        known, [&](const std::string& each) { return EqualsIgnoringCase(each, name); });
    if (same != known.end()) type = FindByName(catalog, *same);
  }
  if (type == nullptr) {
    constexpr size_t kFew = 5;
    const std::vector<std::string> ending = WithService(name, known);
    const std::string meant = ending.empty() || ending.size() > kFew
                                  ? DidYouMean(name, {known.begin(), known.end()})
                                  : "; did you mean " + Alternatives(ending) + "?";
    return Fail(kExitUsage,
                "unknown resource type or table '" + name + "'" +
                    (meant.empty() ? "; run 'stackql-lint catalog list' to see them" : meant));
  }
  const report::TypeView view = report::ViewOf(*type, catalog);
  const std::string text =
      options.output == "json" ? report::JsonText(report::TypeJson(view)) : report::TypeText(view);
  PrintView(options.output, text);
  return kExitClean;
}

}  // namespace

Command CatalogShowCommand() {
  const auto options = std::make_shared<ShowOptions>();
  return {
      .summary = "Print all that is known of a resource type",
      .sections = {{"Options",
                    {{.names = "TYPE",
                      .help = "Print this type, such as AWS::IVS::Stage, or this table, such as "
                              "ivs.stages",
                      .binding = Known(BuiltinTypes, Text(options->name)),
                      .required = true},
                     {"--catalog", "DIR", "Use the provider documents in DIR",
                      Text(options->folder), "the nearest .stackql"},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}}},
      .statuses = {{kExitClean, "printed"}, {kExitUsage, "bad usage, or no such type"}},
      .examples = {"stackql-lint catalog show AWS::IVS::Stage",
                   "stackql-lint catalog show ivs.stages --output json"},
      .run = [options] { return Show(*options); },
  };
}

}  // namespace stackql::cli
