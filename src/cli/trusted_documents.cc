#include "cli/trusted_documents.h"

#include "base/git_tracked.h"
#include "catalog/provider.h"
#include "fetch/documents_digest.h"
#include "fetch/lock_file.h"

namespace stackql::cli {

std::string WhyDistrusted(const catalog::Provider& provider, const std::string& named,
                          const std::string& lock) {
  if (!named.empty()) return {};
  if (IsTracked(provider.path()) == Tracked::kNo) return {};
  if (const Result<fetch::Lock> locked = fetch::ReadLock(lock)) {
    const auto entry = locked->find("awscc");
    const bool vouched = entry != locked->end() && !entry->second.documents.empty() &&
                         entry->second.documents == fetch::DigestOfFolder(provider.path());
    if (vouched) return {};
  }
  return "its documents in '" + provider.path() +
         "' are under git's control, where a change of them could add grants: name the folder "
         "with --catalog, or pin it with 'catalog pull'";
}

}  // namespace stackql::cli
