#include "catalog/cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "base/digest.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kFormat = 3;  // changes with what compilers of documents make of them
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
  uint64_t reserved = 0;  // the payload begins at a multiple of 16
};
static_assert(sizeof(Header) % 16 == 0);

uint64_t Program() { return Hash64(STACKQL_LINT_VERSION) + kFormat; }

class File {
 public:
  File(const std::string& path, int flags) : fd_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  explicit operator bool() const { return fd_ >= 0; }

  uint64_t Size() const {
    struct stat status = {};
    return fstat(fd_, &status) == 0 && S_ISREG(status.st_mode)
               ? static_cast<uint64_t>(status.st_size)
               : 0;
  }

  bool Read(char* to, size_t size, uint64_t at) const {
    while (size > 0) {
      const ssize_t got = pread(fd_, to, size, static_cast<off_t>(at));
      if (got <= 0) return false;
      to += got;
      size -= static_cast<size_t>(got);
      at += static_cast<uint64_t>(got);
    }
    return true;
  }

  bool Write(const char* from, size_t size) const {
    while (size > 0) {
      const ssize_t put = write(fd_, from, size);
      if (put <= 0) return false;
      from += put;
      size -= static_cast<size_t>(put);
    }
    return true;
  }

 private:
  int fd_;
};

std::string Hex(uint64_t number) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(16, '0');
  for (size_t i = text.size(); i-- > 0; number >>= 4) text[i] = kDigits[number & 15];
  return text;
}

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
  return folder_ + "/services/" + Hex(Hash64(path)) + ".bin";
}

std::optional<Cache::Entry> Cache::Read(const std::string& path) const {
  if (folder_.empty()) return std::nullopt;
  const File file(FileFor(path), O_RDONLY);
  if (!file) return std::nullopt;
  const uint64_t size = file.Size();
  Header header;
  if (size < sizeof header || size > kLargest) return std::nullopt;
  if (!file.Read(reinterpret_cast<char*>(&header), sizeof header, 0)) return std::nullopt;
  if (header.magic != Header().magic || header.program != Program() ||
      header.path != Hash64(path) || header.payload_size != size - sizeof header) {
    return std::nullopt;
  }
  Entry entry = {.stamp = {header.source_size, header.source_modified, header.source_inode},
                 .source_hash = header.source_hash,
                 .payload = std::string(header.payload_size, '\0')};
  if (!file.Read(entry.payload.data(), entry.payload.size(), sizeof header)) return std::nullopt;
  if (Hash64(entry.payload) != header.payload_hash) return std::nullopt;
  return entry;
}

void Cache::Write(const std::string& path, const Entry& entry) const {
  if (folder_.empty()) return;
  const std::string place = FileFor(path);
  std::error_code ignored;
  fs::create_directories(fs::path(place).parent_path(), ignored);
  static std::atomic<uint32_t> counter = 0;
  const std::string draft =
      place + "." + std::to_string(getpid()) + "." + std::to_string(counter.fetch_add(1));
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
  bool written = false;
  {
    const File file(draft, O_WRONLY | O_CREAT | O_EXCL);
    written = file && file.Write(reinterpret_cast<const char*>(&header), sizeof header) &&
              file.Write(entry.payload.data(), entry.payload.size());
  }
  if (written) fs::rename(draft, place, ignored);
  if (!written || ignored) fs::remove(draft, ignored);
}

}  // namespace stackql::catalog
