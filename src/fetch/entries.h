#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "fetch/archive.h"

namespace stackql::fetch {

// Checks the entries of one archive, each by itself and all of them together.
class Entries {
 public:
  explicit Entries(const ArchiveLimits& limits) : limits_(limits) {}

  // What is wrong with one more entry, of `size` bytes unpacked; empty: nothing, and `path` is
  // clean.
  std::string AddFile(std::string_view name, uint64_t size, std::string& path);
  std::string AddFolder(std::string_view name);

 private:
  std::string Add(std::string_view name, std::string& path);

  const ArchiveLimits& limits_;
  std::set<std::string> files_ = {};  // lower case, as some file systems tell no cases apart
  uint32_t count_ = 0;
  uint64_t total_ = 0;
};

// A name from an archive as messages may show it.
std::string Shown(std::string_view name);

}  // namespace stackql::fetch
