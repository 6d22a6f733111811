#include "cli/document_origin.h"

#include "base/git_tracked.h"
#include "catalog/provider.h"
#include "fetch/documents_digest.h"
#include "fetch/lock_file.h"
#include "iam/document_trust.h"

namespace stackql::cli {
namespace {

constexpr const char* kLock = "stackql-lint.lock";

bool IsPinned(const std::string& folder) {
  const Result<fetch::Lock> locked = fetch::ReadLock(kLock);
  if (!locked) return false;
  const auto entry = locked->find("awscc");
  return entry != locked->end() && !entry->second.documents.empty() &&
         entry->second.documents == fetch::DigestOfFolder(folder);
}

// Looks no further than that decides whether they are trusted.
iam::DocumentOrigin OriginOf(const catalog::Provider& provider, bool named) {
  iam::DocumentOrigin origin = {.folder = provider.path(), .named = named};
  if (named) return origin;
  origin.tracked = IsTracked(origin.folder) != Tracked::kNo;
  origin.pinned = origin.tracked && IsPinned(origin.folder);
  return origin;
}

}  // namespace

std::function<std::string(const catalog::Provider&)> DistrustUnlessNamed(const std::string& named) {
  return [is_named = !named.empty()](const catalog::Provider& provider) {
    return iam::WhyDistrusted(OriginOf(provider, is_named));
  };
}

}  // namespace stackql::cli
