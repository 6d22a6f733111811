#include "iam/document_trust.h"

namespace stackql::iam {

std::string WhyDistrusted(const DocumentOrigin& origin) {
  if (origin.named || !origin.tracked || origin.pinned) return {};
  return "the documents in '" + origin.folder +
         "' are tracked by git, so a change to them could add permissions: name the folder with "
         "--catalog, or pin it with 'catalog pull'";
}

}  // namespace stackql::iam
