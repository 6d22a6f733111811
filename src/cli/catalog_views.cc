#include "cli/catalog_views.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <memory>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "catalog/catalog.h"
#include "catalog/patterns.h"
#include "catalog/provider.h"
#include "catalog/registry.h"
#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/describe_type.h"
#include "cli/open_catalog.h"
#include "cli/permission_views.h"
#include "report/json_text.h"
#include "run/permissions.h"
#include "snapshot/actions_generated.h"
#include "snapshot/builtin.h"
#include "snapshot/snapshot_generated.h"

namespace stackql::cli {
namespace {

using nlohmann::ordered_json;
using snapshot::ResourceType;

// Every type that is known, by name; of one service, if it is not empty.
std::vector<const ResourceType*> AllTypes(const catalog::Catalog& catalog,
                                          std::string_view service) {
  std::map<std::string_view, const ResourceType*> types;
  for (const std::string_view name : catalog.ServiceNames()) {
    if (!service.empty() && name != service) continue;
    const snapshot::Service* documents = catalog.provider()->Find(name);
    if (documents == nullptr || documents->types() == nullptr) continue;
    for (const ResourceType* type : *documents->types()) {
      types.emplace(type->type_name()->string_view(), type);
    }
  }
  for (const ResourceType* type : catalog.Types()) {
    if (service.empty() || type->service()->string_view() == service) {
      types[type->type_name()->string_view()] = catalog.FindType(type->type_name()->string_view());
    }
  }
  if (catalog.registry() != nullptr) {
    for (const ResourceType* type : catalog.registry()->Types()) {
      if (!service.empty() && type->service()->string_view() != service) continue;
      types.emplace(type->type_name()->string_view(), type);
    }
  }
  std::vector<const ResourceType*> all;
  all.reserve(types.size());
  for (const auto& entry : types) all.push_back(entry.second);
  return all;
}

void Print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }
void PrintJson(const ordered_json& json) { Print(report::JsonText(json)); }

int PrintFailuresOf(const catalog::Catalog& catalog) {
  std::vector<std::string> failures;
  if (catalog.provider() != nullptr) failures = catalog.provider()->Failures();
  if (catalog.registry() != nullptr) {
    const std::vector<std::string> more = catalog.registry()->Failures();
    failures.insert(failures.end(), more.begin(), more.end());
  }
  for (const std::string& failure : failures) {
    std::fprintf(stderr, "stackql-lint: %s\n", failure.c_str());
  }
  return failures.empty() ? kExitClean : kExitFailure;
}

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(width, text.size() + 1), ' ');
  return text;
}

int List(const catalog::Catalog& catalog, const std::string& service, bool json) {
  const std::vector<const ResourceType*> types = AllTypes(catalog, service);
  if (types.empty() && !service.empty()) {
    return BadWord("no service", service, catalog.ServiceNames());
  }
  ordered_json list = ordered_json::array();
  for (const ResourceType* type : types) {
    ordered_json item = DescribeType(*type);
    for (const char* key : {"columns", "listColumns", "properties", "permissions"}) item.erase(key);
    if (json) {
      list.push_back(std::move(item));
    } else {
      Print(Padded(item["type"].get<std::string>(), 46) + item.value("table", "-") + "\n");
    }
  }
  if (json) PrintJson(list);
  return PrintFailuresOf(catalog);
}

const ResourceType* FindByName(const catalog::Catalog& catalog, std::string_view name) {
  if (name.find("::") != std::string_view::npos) return catalog.FindType(name);
  if (name.starts_with("awscc.")) name.remove_prefix(6);
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  return catalog.FindTable(name.substr(0, dot), name.substr(dot + 1)).type;
}

int Show(const catalog::Catalog& catalog, const std::string& name, bool json) {
  const ResourceType* type = FindByName(catalog, name);
  if (type == nullptr) {
    std::vector<std::string_view> names;
    for (const ResourceType* known : AllTypes(catalog, {})) {
      names.push_back(known->type_name()->string_view());
    }
    return BadWord("no resource type or table", name, names);
  }
  const ordered_json described = DescribeType(*type);
  if (json) {
    PrintJson(described);
  } else {
    Print(TypeText(described));
  }
  return kExitClean;
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

int Status(const catalog::Catalog& catalog, bool json) {
  const std::vector<const ResourceType*> types = AllTypes(catalog, {});
  const catalog::Provider* provider = catalog.provider();
  ordered_json out = {{"documents", provider == nullptr ? "" : provider->path()},
                      {"version", provider == nullptr ? "" : provider->version()},
                      {"builtin", std::string(catalog::kBuiltinVersion)},
                      {"cache", catalog::Cache::DefaultFolder()},
                      {"services", catalog.ServiceNames().size()},
                      {"types", types.size()},
                      {"anomalies", Anomalies(types)}};
  out["anomalies"]["handlerEntries"] = OddHandlerEntries(catalog, types);
  if (json) {
    PrintJson(out);
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

void CatalogViews::AddCommon(CLI::App& view) {
  view.add_option("--catalog", folder_, "Provider documents (default: the nearest .stackql)")
      ->type_name("DIR");
  view.add_option("--output,-o", output_, "text or json (default: text)")
      ->type_name("FORMAT")
      ->check(CLI::IsMember({"text", "json"}));
}

CatalogViews::CatalogViews(CLI::App& catalog)
    : list_(catalog.add_subcommand("list", "Lists the resource types and their tables.")),
      show_(catalog.add_subcommand("show", "Prints all that is known of one type.")),
      status_(catalog.add_subcommand("status", "Says what documents are used, and their faults.")) {
  AddCommon(*list_);
  list_->add_option("--service", service_, "Only this service")->type_name("NAME");
  list_->footer("Example:\n  stackql-lint catalog list --service ivs");
  AddCommon(*show_);
  show_->add_option("TYPE", name_, "AWS::IVS::Stage, or its table ivs.stages")->required();
  show_->footer("Example:\n  stackql-lint catalog show AWS::IVS::Stage");
  AddCommon(*status_);
  status_->footer("Example:\n  stackql-lint catalog status --output json");
}

int CatalogViews::Run() const {
  const std::unique_ptr<catalog::Catalog> catalog = OpenCatalog(folder_);
  if (!catalog) return kExitUsage;
  const bool json = output_ == "json";
  if (list_->parsed()) return List(*catalog, service_, json);
  return show_->parsed() ? Show(*catalog, name_, json) : Status(*catalog, json);
}

}  // namespace stackql::cli
