#include "catalog/cache.h"

#include <sys/stat.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/digest.h"
#include "base/hex.h"
#include "base/read_file.h"
#include "base/version.h"
#include "base/write_file.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kFormat = 5;  // changes with what compilers of documents make of them
constexpr uint64_t kLargest = 64 << 20;
// File systems tell times to a second or two.
constexpr std::chrono::seconds kYoung(2);

struct Header {
  std::array<char, 8> magic = {'S', 'Q', 'L', 'C', 'A', 'C', 'H', 'E'};
  uint64_t program = 0;  // version and format
  uint64_t path = 0;     // hash of the document's path
  uint64_t source_hash = 0;
  uint64_t source_size = 0;
  int64_t source_modified = 0;
  uint64_t source_inode = 0;
  uint64_t payload_size = 0;
  uint64_t payload_hash = 0;
  uint64_t reserved = 0;
};

uint64_t Program() { return Hash64(ProgramVersion()) + kFormat; }

std::string Variable(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return value == nullptr ? "" : value;
}

bool IsYoung(int64_t modified) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return now - std::chrono::nanoseconds(modified) < kYoung;
}

}  // namespace

std::optional<Stamp> StampOf(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  constexpr int64_t kNanoseconds = 1'000'000'000;
  return Stamp{.size = static_cast<uint64_t>(status.st_size),
               .modified = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec,
               .inode = status.st_ino};
}

// The base directory specification of freedesktop.org: a relative value counts as none.
std::string Cache::DefaultFolder() {
  const std::string cache = Variable("XDG_CACHE_HOME");
  if (!cache.empty() && cache.front() == '/') return cache + "/stackql-lint";
  const std::string home = Variable("HOME");
  return !home.empty() && home.front() == '/' ? home + "/.cache/stackql-lint" : "";
}

std::string Cache::FileFor(const std::string& path) const {
  return folder_ + "/services/" + Hex(Hash64(path), 16) + ".bin";
}

std::optional<Cache::Entry> Cache::Read(const std::string& path) const {
  if (folder_.empty()) return std::nullopt;
  Result<std::string> bytes = ReadWholeFile(FileFor(path), kLargest);
  Header header;
  if (!bytes || bytes->size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes->data(), sizeof header);
  if (header.magic != Header().magic || header.program != Program() ||
      header.path != Hash64(path) || header.payload_size != bytes->size() - sizeof header) {
    return std::nullopt;
  }
  bytes->erase(0, sizeof header);
  if (Hash64(*bytes) != header.payload_hash) return std::nullopt;
  return Entry{.stamp = {header.source_size, header.source_modified, header.source_inode},
               .source_hash = header.source_hash,
               .payload = std::move(*bytes)};
}

void Cache::Write(const std::string& path, const Entry& entry) const {
  if (folder_.empty()) return;
  const std::string place = FileFor(path);
  std::error_code ignored;
  fs::create_directories(fs::path(place).parent_path(), ignored);
  Header header;
  header.program = Program();
  header.path = Hash64(path);
  header.source_hash = entry.source_hash;
  if (!IsYoung(entry.stamp.modified)) {
    header.source_size = entry.stamp.size;
    header.source_modified = entry.stamp.modified;
    header.source_inode = entry.stamp.inode;
  }
  header.payload_size = entry.payload.size();
  header.payload_hash = Hash64(entry.payload);
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof header);
  bytes += entry.payload;
  // One that cannot be written is compiled again the next time.
  (void)ReplaceFile(place, bytes, {.mode = 0600, .sync = false, .streams = false});
}

}  // namespace stackql::catalog
