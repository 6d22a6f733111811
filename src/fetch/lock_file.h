#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"

namespace stackql::fetch {

// What one source gave when it was last pulled.
struct LockEntry {
  std::string version = {};    // empty: the source has none
  std::string url = {};        // where it came from; only told, never asked again
  std::string sha256 = {};     // of the archive
  uint64_t size = 0;           // of the archive
  std::string documents = {};  // DocumentsDigest of what it held

  bool operator==(const LockEntry&) const = default;
};

// By source: "awscc", "cfn/us-east-1".
using Lock = std::map<std::string, LockEntry>;

// Reads a lock file; one that is not there is empty.
Result<Lock> ReadLock(const std::string& path);
Result<void> WriteLock(const std::string& path, const Lock& lock);

}  // namespace stackql::fetch
