#pragma once

#include <memory>
#include <string>

#include "catalog/catalog.h"

namespace stackql::cli {

// The catalog that `check` would use in the current directory; `folder` is that of --catalog, if it
// is not empty. Null after an error, as was said.
std::unique_ptr<catalog::Catalog> OpenCatalog(const std::string& folder);

}  // namespace stackql::cli
