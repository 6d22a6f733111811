#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/cache.h"
#include "catalog/compiled_documents.h"
#include "catalog/locate.h"
#include "snapshot/fwd.h"

namespace stackql::catalog {

// The services that the documents of one provider version describe. Safe to share between threads.
class Provider {
 public:
  Provider(ProviderFolder folder, Cache cache);

  const std::string& version() const { return folder_.version; }
  const std::string& path() const { return folder_.path; }

  // Null if there is no document of that name, or it cannot be read.
  const snapshot::Service* Find(std::string_view service) const;
  // The services that have a document, sorted.
  const std::vector<std::string>& Services() const;
  // Documents that could not be read, a sentence each, sorted.
  std::vector<std::string> Failures() const { return documents_.Failures(); }

 private:
  ProviderFolder folder_;
  CompiledDocuments documents_;
  mutable std::once_flag listed_;
  mutable std::vector<std::string> services_;
};

}  // namespace stackql::catalog
