#include "iam/document_trust.h"

namespace stackql::iam {

std::string WhyDistrusted(const DocumentOrigin& origin) {
  if (origin.named || !origin.tracked || origin.pinned) return {};
  return "its documents in '" + origin.folder +
         "' are under git's control, where a change of them could add grants: name the folder "
         "with --catalog, or pin it with 'catalog pull'";
}

}  // namespace stackql::iam
