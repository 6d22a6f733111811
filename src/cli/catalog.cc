#include <optional>
#include <utility>

#include "cli/arguments.h"
#include "cli/catalog_add.h"
#include "cli/catalog_pull.h"
#include "cli/catalog_views.h"
#include "cli/commands.h"

namespace stackql::cli {

int Catalog(std::vector<std::string> arguments) {
  CLI::App app("Manages the documents that resources are checked against.", "stackql-lint catalog");
  app.require_subcommand(1);
  const CatalogViews views(app);
  const CatalogPull pull(app);
  const CatalogAdd add(app);
  if (const std::optional<int> status = ParseArguments(app, std::move(arguments))) return *status;
  if (pull.Chosen()) return pull.Run();
  return add.Chosen() ? add.Run() : views.Run();
}

}  // namespace stackql::cli
