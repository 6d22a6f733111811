#include "report/catalog_status.h"

#include <nlohmann/json.hpp>

#include "lang/patterns.h"
#include "report/layout.h"
#include "snapshot/snapshot_tables.h"

namespace stackql::report {
namespace {

constexpr size_t kMostListed = 10;

template <typename Texts>
std::string List(const std::string& title, const Texts& texts) {
  if (texts.empty()) return {};
  std::string out = "\n" + title + " (" + std::to_string(texts.size()) + ")\n";
  size_t left = texts.size();
  for (const std::string& text : texts) {
    // A list that is longer is not read.
    if (texts.size() - left == kMostListed && left > 1) {
      return out + "  and " + std::to_string(left) + " more; '--output json' has all of them\n";
    }
    out += "  " + text + "\n";
    --left;
  }
  return out;
}

void CheckNodes(const snapshot::ResourceType& type, CatalogAnomalies& anomalies) {
  for (const snapshot::Schema* node : *type.schemas()) {
    anomalies.nodes_not_described += node->untrusted() ? 1 : 0;
    anomalies.nodes_shared += node->doubtful() ? 1 : 0;
    if (node->pattern() == nullptr || node->pattern()->size() == 0) continue;
    if (EngineFor(node->pattern()->string_view()) == PatternEngine::kNone) {
      anomalies.patterns_not_checked.insert(node->pattern()->str());
    }
  }
}

}  // namespace

CatalogAnomalies AnomaliesOf(const std::vector<const snapshot::ResourceType*>& types,
                             const catalog::Catalog& catalog) {
  CatalogAnomalies anomalies;
  for (const snapshot::ResourceType* type : types) {
    const std::string name = type->type_name()->str();
    CheckNodes(*type, anomalies);
    if (catalog.TablesOf(*type).resources == nullptr) anomalies.types_without_table.push_back(name);
    if (type->handlers() == nullptr) {
      anomalies.types_without_permissions.push_back(name);
      continue;
    }
    for (const auto* handler : *type->handlers()) {
      if (handler->actions() != nullptr && handler->actions()->size() > 0) continue;
      anomalies.empty_permissions.push_back(name + " " +
                                            snapshot::EnumNameHandler(handler->handler()));
    }
  }
  return anomalies;
}

nlohmann::ordered_json StatusJson(const CatalogStatus& status) {
  const CatalogAnomalies& odd = status.anomalies;
  return {{"documents", status.documents},
          {"version", status.version},
          {"builtin", status.builtin},
          {"schemas", status.schemas},
          {"cache", status.cache},
          {"services", status.services},
          {"types", status.types},
          {"anomalies",
           {{"typesWithoutTable", odd.types_without_table},
            {"typesWithoutPermissions", odd.types_without_permissions},
            {"emptyPermissions", odd.empty_permissions},
            {"nodesNotDescribed", odd.nodes_not_described},
            {"nodesShared", odd.nodes_shared},
            {"patternsNotChecked", odd.patterns_not_checked},
            {"handlerEntries", odd.handler_entries}}}};
}

std::string StatusText(const CatalogStatus& status) {
  std::string out;
  const auto line = [&](const std::string& label, const std::string& text) {
    out += Padded(label, 14) + (text.empty() ? "none" : text) + "\n";
  };
  line("Documents", status.documents);
  if (!status.documents.empty()) {
    line("Version", status.version.empty() ? "unknown" : status.version);
  }
  line("Built in", "tables of " + status.builtin + ", schemas from " + status.schemas);
  line("Cache", status.cache);
  line("Types",
       std::to_string(status.types) + " in " + std::to_string(status.services) + " services");
  const CatalogAnomalies& odd = status.anomalies;
  out += List("Types without a table in StackQL", odd.types_without_table);
  out += List("Types without permissions in the documents", odd.types_without_permissions);
  out += List("Operations with an empty list of permissions", odd.empty_permissions);
  out += List("Entries in the lists of handlers that are not actions", odd.handler_entries);
  out += List("Patterns that no regular expression engine supports: not checked",
              odd.patterns_not_checked);
  out += "\nSchema nodes\n  " + std::to_string(odd.nodes_not_described) +
         " are not described or cannot be correct: never checked\n  " +
         std::to_string(odd.nodes_shared) +
         " may belong to another type of the same service: reported as warnings at most\n";
  return out;
}

}  // namespace stackql::report
