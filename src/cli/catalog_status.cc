#include "report/catalog_status.h"

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catalog/cache.h"
#include "catalog/provider.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/open_catalog.h"
#include "cli/print.h"
#include "report/json_text.h"
#include "report/permission_views.h"
#include "run/permissions.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::cli {
namespace {

using snapshot::ResourceType;

struct StatusOptions {
  std::string folder = {};
  std::string output = "text";
};

// Entries of handlers' lists that AWS does not list as actions, a sentence each.
std::vector<std::string> OddHandlerEntries(const catalog::Catalog& catalog,
                                           const std::vector<const ResourceType*>& types) {
  std::vector<std::string> names;
  names.reserve(types.size());
  for (const ResourceType* type : types) names.push_back(type->type_name()->str());
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  StackPermissions permissions;
  FindTypePermissions(names, {.scope = iam::Scope::kStar}, catalog, actions, permissions);
  return report::HandlerNotes(permissions.operations);
}

int Status(const StatusOptions& options) {
  const std::unique_ptr<catalog::Catalog> opened = OpenCatalog(options.folder);
  if (!opened) return kExitUsage;
  const catalog::Catalog& catalog = *opened;
  const std::vector<const ResourceType*> types = KnownTypes(catalog);
  report::CatalogStatus status = {.builtin = std::string(catalog.builtin_version()),
                                  .schemas = std::string(catalog.builtin_schemas()),
                                  .cache = catalog::Cache::DefaultFolder(),
                                  .services = catalog.ServiceNames().size(),
                                  .types = types.size(),
                                  .anomalies = report::AnomaliesOf(types, catalog)};
  if (const catalog::Provider* provider = catalog.provider(); provider != nullptr) {
    status.documents = provider->path();
    status.version = provider->version();
  }
  status.anomalies.handler_entries = OddHandlerEntries(catalog, types);
  const std::string text = options.output == "json" ? report::JsonText(report::StatusJson(status))
                                                    : report::StatusText(status);
  PrintView(options.output, text);
  return PrintFailuresOf(catalog);
}

}  // namespace

Command CatalogStatusCommand() {
  const auto options = std::make_shared<StatusOptions>();
  return {
      .summary = "Print which documents are used, and their faults",
      .sections = {{"Options",
                    {{"--catalog", "DIR", "Use the provider documents in DIR",
                      Text(options->folder), "the nearest .stackql"},
                     {"-o, --output", "FORMAT",
                      "Print in this format:", OneOf(options->output, {"text", "json"})}}}},
      .statuses = {{kExitClean, "printed"},
                   {kExitUsage, "bad usage"},
                   {kExitFailure, "some documents could not be read"}},
      .examples = {"stackql-lint catalog status --output json"},
      .run = [options] { return Status(*options); },
  };
}

}  // namespace stackql::cli
