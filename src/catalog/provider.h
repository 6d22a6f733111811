#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/cache.h"
#include "catalog/locate.h"
#include "snapshot/snapshot.h"

namespace stackql::catalog {

// The services that the documents of one provider version describe. Each is compiled, or taken
// from the cache, when it is first asked for. Safe to share between threads.
class Provider {
 public:
  Provider(ProviderFolder folder, Cache cache)
      : folder_(std::move(folder)), cache_(std::move(cache)) {}

  const std::string& version() const { return folder_.version; }
  const std::string& path() const { return folder_.path; }

  // Null if there is no document of that name, or it cannot be read.
  const snapshot::Service* Find(std::string_view service) const;
  // The services that have a document, sorted.
  const std::vector<std::string>& Services() const;
  // Documents that could not be read, a sentence each, sorted.
  std::vector<std::string> Failures() const;

 private:
  struct Loaded {
    std::once_flag once = {};
    std::string bytes = {};
    const snapshot::Service* service = nullptr;
  };
  void Load(const std::string& service, Loaded& loaded) const;
  // The section; empty after a failure.
  std::string Compile(const std::string& path, std::string bytes, const std::string& service) const;
  void Fail(const std::string& sentence) const;

  ProviderFolder folder_;
  Cache cache_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Loaded>, std::less<>> loaded_;
  mutable std::vector<std::string> failures_;
  mutable std::once_flag listed_;
  mutable std::vector<std::string> services_;
};

}  // namespace stackql::catalog
