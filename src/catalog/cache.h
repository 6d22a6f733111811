#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace stackql::catalog {

// What a file looks like from outside. Equal stamps mean equal contents.
struct Stamp {
  uint64_t size = 0;
  int64_t modified = 0;  // nanoseconds since the epoch
  uint64_t inode = 0;

  bool operator==(const Stamp&) const = default;
};

// None if there is no such regular file.
std::optional<Stamp> StampOf(const std::string& path);

// Compiled documents on disk, one file for each. Files are written beside their place and renamed,
// so several processes may share a cache; what is damaged, or was written by another version of the
// program, is as if absent. Nothing here ever fails: without a cache everything is compiled again.
class Cache {
 public:
  // $XDG_CACHE_HOME/stackql-lint, or the same below ~/.cache; empty if neither is known.
  static std::string DefaultFolder();

  // An empty folder: no cache.
  explicit Cache(std::string folder) : folder_(std::move(folder)) {}

  struct Entry {
    Stamp stamp = {};
    uint64_t source_hash = 0;
    std::string payload = {};  // aligned as FlatBuffers need
  };
  // What was stored for the document at `path`.
  std::optional<Entry> Read(const std::string& path) const;
  // A stamp that is too young to tell a later change is not kept.
  void Write(const std::string& path, const Entry& entry) const;

 private:
  std::string FileFor(const std::string& path) const;

  std::string folder_;
};

}  // namespace stackql::catalog
