#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "base/result.h"
#include "fetch/archive.h"

namespace stackql::fetch {

// Checks the entries of one archive, each by itself and all of them together.
class Entries {
 public:
  explicit Entries(const ArchiveLimits& limits) : limits_(limits) {}

  // The clean path of one more file, of `size` bytes unpacked.
  Result<std::string> AddFile(std::string_view name, uint64_t size);
  Result<void> AddFolder(std::string_view name);

 private:
  Result<std::string> Add(std::string_view name);

  const ArchiveLimits& limits_;
  std::set<std::string> files_ = {};  // lower case, as some file systems tell no cases apart
  uint32_t count_ = 0;
  uint64_t total_ = 0;
};

// A name from an archive as messages may show it.
std::string Shown(std::string_view name);

}  // namespace stackql::fetch
