#include "cli/open_catalog.h"

#include <utility>
#include <vector>

#include "catalog/provider.h"
#include "catalog/registry.h"
#include "cli/print.h"
#include "snapshot/builtin.h"

namespace stackql::cli {

std::unique_ptr<catalog::Catalog> OpenCatalog(const std::string& folder) {
  auto found = folder.empty() ? catalog::FindProvider("x") : catalog::ProviderIn(folder);
  if (!folder.empty() && !found) {
    Say(folder +
        ": no documents of StackQL's awscc provider; run 'stackql-lint catalog pull awscc' to "
        "download them");
    return nullptr;
  }
  std::shared_ptr<const catalog::Provider> provider;
  if (found) {
    provider = std::make_shared<const catalog::Provider>(
        std::move(*found), catalog::Cache(catalog::Cache::DefaultFolder()));
  }
  const std::string cache = catalog::Cache::DefaultFolder();
  std::shared_ptr<const catalog::Registry> registry;
  if (!cache.empty()) {
    registry = std::make_shared<const catalog::Registry>(cache + "/cfn", catalog::Cache(cache));
  }
  return std::make_unique<catalog::Catalog>(snapshot::Snapshot::Open(snapshot::BuiltinBytes()),
                                            std::vector<snapshot::Snapshot>(), provider, registry);
}

}  // namespace stackql::cli
