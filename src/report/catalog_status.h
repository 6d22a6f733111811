#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "snapshot/fwd.h"

namespace stackql::report {

// What is known to be odd about a catalog's documents, and what is not checked because of it.
struct CatalogAnomalies {
  std::vector<std::string> types_without_table = {};
  std::vector<std::string> types_without_permissions = {};
  std::vector<std::string> empty_permissions = {};  // "AWS::IVS::Stage Read"
  std::vector<std::string> handler_entries = {};  // that are not actions of AWS's, a sentence each
  std::set<std::string> patterns_not_checked = {};
  uint32_t nodes_not_described = 0;  // of schemas
  uint32_t nodes_shared = 0;         // that may be another type's
};

// All but the entries of handlers.
CatalogAnomalies AnomaliesOf(const std::vector<const snapshot::ResourceType*>& types,
                             const catalog::Catalog& catalog);

// Which documents are used, and their faults.
struct CatalogStatus {
  std::string documents = {};  // the provider's folder; empty: none
  std::string version = {};    // ... its version; empty: not known
  std::string builtin = {};    // the version of what the program embeds
  std::string schemas = {};    // the package of the built-in schemas
  std::string cache = {};      // a folder
  size_t services = 0;
  size_t types = 0;
  CatalogAnomalies anomalies = {};
};

nlohmann::ordered_json StatusJson(const CatalogStatus& status);
std::string StatusText(const CatalogStatus& status);

}  // namespace stackql::report
