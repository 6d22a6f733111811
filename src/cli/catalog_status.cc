#include <algorithm>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "catalog/cache.h"
#include "catalog/provider.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/known_types.h"
#include "cli/open_catalog.h"
#include "cli/permission_views.h"
#include "lang/patterns.h"
#include "report/json_text.h"
#include "run/permissions.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_generated.h"

namespace stackql::cli {
namespace {

using nlohmann::ordered_json;
using snapshot::ResourceType;

struct StatusOptions {
  std::string folder = {};
  std::string output = "text";
};

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

// Entries of handlers' lists that are no action that AWS lists, a sentence each.
std::vector<std::string> OddHandlerEntries(const catalog::Catalog& catalog,
                                           const std::vector<const ResourceType*>& types) {
  std::vector<std::string> names;
  names.reserve(types.size());
  for (const ResourceType* type : types) names.push_back(type->type_name()->str());
  const iam::ActionReference actions(snapshot::Snapshot::Open(snapshot::ActionBytes()));
  StackPermissions permissions;
  FindTypePermissions(names, {.scope = iam::Scope::kStar}, catalog, actions, permissions);
  return HandlerNotes(permissions);
}

// What is known to be odd about the documents, and what is not checked because of it.
ordered_json Anomalies(const std::vector<const ResourceType*>& types) {
  std::set<std::string> unused_patterns;
  ordered_json without_table = ordered_json::array();
  ordered_json without_permissions = ordered_json::array();
  ordered_json empty_permissions = ordered_json::array();
  uint32_t not_described = 0;
  uint32_t shared = 0;
  for (const ResourceType* type : types) {
    const std::string name = type->type_name()->str();
    if (type->table() == nullptr) without_table.push_back(name);
    if (type->handlers() == nullptr) {
      without_permissions.push_back(name);
    } else {
      for (const auto* handler : *type->handlers()) {
        if (handler->actions() != nullptr && handler->actions()->size() > 0) continue;
        empty_permissions.push_back(name + " " + snapshot::EnumNameHandler(handler->handler()));
      }
    }
    for (const snapshot::Schema* node : *type->schemas()) {
      not_described += node->untrusted() ? 1 : 0;
      shared += node->doubtful() ? 1 : 0;
      if (node->pattern() == nullptr || node->pattern()->size() == 0) continue;
      if (EngineFor(node->pattern()->string_view()) == PatternEngine::kNone) {
        unused_patterns.insert(node->pattern()->str());
      }
    }
  }
  return {{"typesWithoutTable", std::move(without_table)},
          {"typesWithoutPermissions", std::move(without_permissions)},
          {"emptyPermissions", std::move(empty_permissions)},
          {"nodesNotDescribed", not_described},
          {"nodesShared", shared},
          {"patternsNotChecked", unused_patterns}};
}

int Status(const StatusOptions& options) {
  const std::unique_ptr<catalog::Catalog> opened = OpenCatalog(options.folder);
  if (!opened) return kExitUsage;
  const catalog::Catalog& catalog = *opened;
  const std::vector<const ResourceType*> types = KnownTypes(catalog);
  const catalog::Provider* provider = catalog.provider();
  ordered_json out = {{"documents", provider == nullptr ? "" : provider->path()},
                      {"version", provider == nullptr ? "" : provider->version()},
                      {"builtin", std::string(catalog::kBuiltinVersion)},
                      {"cache", catalog::Cache::DefaultFolder()},
                      {"services", catalog.ServiceNames().size()},
                      {"types", types.size()},
                      {"anomalies", Anomalies(types)}};
  out["anomalies"]["handlerEntries"] = OddHandlerEntries(catalog, types);
  if (options.output == "json") {
    Print(report::JsonText(out));
    return PrintFailuresOf(catalog);
  }
  const auto line = [](const std::string& label, const std::string& text) {
    Print(Padded(label, 14) + (text.empty() ? "none" : text) + "\n");
  };
  line("Documents", out["documents"]);
  if (provider != nullptr) {
    line("Version", provider->version().empty() ? "not known" : provider->version());
  }
  line("Built in", "AWS::IVS::Stage of " + out["builtin"].get<std::string>());
  line("Cache", out["cache"]);
  line("Types", std::to_string(types.size()) + " in " + out["services"].dump() + " services");
  const auto list = [](const std::string& title, const ordered_json& items) {
    if (items.empty()) return;
    Print("\n" + title + " (" + std::to_string(items.size()) + ")\n");
    for (const auto& item : items) Print("  " + item.get<std::string>() + "\n");
  };
  const ordered_json& odd = out["anomalies"];
  list("Types without a table in StackQL", odd["typesWithoutTable"]);
  list("Types without permissions in the documents", odd["typesWithoutPermissions"]);
  list("Operations whose list of permissions is empty", odd["emptyPermissions"]);
  list("Entries of handlers' lists that are no actions", odd["handlerEntries"]);
  list("Patterns that no engine takes: texts are not checked by them", odd["patternsNotChecked"]);
  Print("\nSchema nodes\n  " + odd["nodesNotDescribed"].dump() +
        " are not described, or cannot be right: never checked\n  " + odd["nodesShared"].dump() +
        " may be another type's of the same service: at most a warning\n");
  if (provider == nullptr) {
    Print("\nRun 'stackql-lint catalog pull awscc' for all of AWS's resource types.\n");
  }
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
