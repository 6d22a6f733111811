#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/open_catalog.h"
#include "cli/print.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "report/type_view.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

using nlohmann::ordered_json;
using snapshot::ResourceType;

struct ListOptions {
  std::string service = {};
  std::string folder = {};
  std::string output = "text";
};

int List(const ListOptions& options) {
  const std::unique_ptr<catalog::Catalog> opened = OpenCatalog(options.folder);
  if (!opened) return kExitUsage;
  const catalog::Catalog& catalog = *opened;
  const std::string& service = options.service;
  const bool json = options.output == "json";
  const std::vector<const ResourceType*> types = KnownTypes(catalog, service);
  if (types.empty() && !service.empty()) {
    return Fail(kExitUsage,
                "unknown service '" + service + "'" + DidYouMean(service, catalog.ServiceNames()));
  }
  ordered_json list = ordered_json::array();
  std::string text;
  for (const ResourceType* type : types) {
    const report::TypeView view = report::ViewOf(*type, catalog);
    if (json) {
      list.push_back(report::TypeSummaryJson(view));
    } else {
      text += report::Padded(view.type, 46) + (view.table.empty() ? "-" : view.table) + "\n";
    }
  }
  if (json) text = report::JsonText(list);
  PrintView(json ? "json" : "text", text);
  return PrintFailuresOf(catalog);
}

}  // namespace

Command CatalogListCommand() {
  const auto options = std::make_shared<ListOptions>();
  return {
      .summary = "List the resource types and their tables",
      .sections = {{"Options",
                    {{"--service", "NAME", "Only list this service", Text(options->service)},
                     {"--catalog", "DIR", "Use the provider documents in DIR",
                      Text(options->folder), "the nearest .stackql"},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}}},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage, or no such service"},
                   {kExitFailure, "some documents could not be read"}},
      .examples = {"stackql-lint catalog list --service ivs"},
      .run = [options] { return List(*options); },
  };
}

}  // namespace stackql::cli
