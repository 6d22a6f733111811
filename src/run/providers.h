#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "catalog/provider.h"
#include "discovery/discovery.h"

namespace stackql {

// The provider documents that belong to units, each folder of them opened once.
class Providers {
 public:
  // `named`: a folder that goes before all others; empty: none. `cache`: empty: none.
  Providers(std::string named, std::string cache)
      : named_(std::move(named)), cache_(std::move(cache)) {}

  // Null if there are none.
  std::shared_ptr<const catalog::Provider> For(const discovery::Unit& unit);

  // A sentence if the folder that was named has no documents; else empty.
  std::string Error();
  // Documents that could not be read, a sentence each.
  std::vector<std::string> Failures() const;

 private:
  using Found = std::shared_ptr<const catalog::Provider>;
  Found Open(std::optional<catalog::ProviderFolder> folder);
  // Those of an absolute folder, or of one above it; each folder is looked at once.
  Found Above(std::string folder);

  std::string named_;
  std::string cache_;
  std::map<std::string, std::shared_ptr<const catalog::Provider>> opened_;  // by folder
  std::map<std::string, std::shared_ptr<const catalog::Provider>> known_;   // by a unit's folder
  std::string current_ = {};  // the current directory, once it was asked for
};

}  // namespace stackql
