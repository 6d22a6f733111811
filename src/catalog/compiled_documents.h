#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/cache.h"
#include "snapshot/fwd.h"

namespace stackql::catalog {

// Documents below a folder, each compiled, or taken from the cache, when it is first asked for.
// Safe to share between threads.
class CompiledDocuments {
 public:
  // Gives an error for a document that cannot be compiled.
  using Compile = std::function<Result<std::unique_ptr<snapshot::ServiceT>>(const std::string& path,
                                                                            std::string bytes)>;

  CompiledDocuments(std::string folder, Cache cache, Compile compile)
      : folder_(std::move(folder)), cache_(std::move(cache)), compile_(std::move(compile)) {}

  const std::string& folder() const { return folder_; }

  // `name`: of a file below the folder, without a way out of it. Null if there is none, or it
  // cannot be read.
  const snapshot::Service* Find(const std::string& name) const;
  // Documents that could not be read, a sentence each, sorted.
  std::vector<std::string> Failures() const;

 private:
  struct Loaded {
    std::once_flag once = {};
    std::string bytes = {};
    const snapshot::Service* service = nullptr;
  };
  void Load(const std::string& name, Loaded& loaded) const;
  // The section; empty after a failure.
  std::string Section(const std::string& path, std::string bytes) const;
  void Fail(const std::string& sentence) const;

  std::string folder_;
  Cache cache_;
  Compile compile_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::unique_ptr<Loaded>, std::less<>> loaded_;
  mutable std::vector<std::string> failures_;
};

}  // namespace stackql::catalog
