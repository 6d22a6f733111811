#include "base/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "base/descriptor.h"
#include "base/system_error.h"

namespace stackql {
namespace {

std::error_code LastError() { return {errno, std::generic_category()}; }

std::error_code WriteAndClose(Descriptor file, std::string_view content, bool sync) {
  if (!file) return LastError();
  while (!content.empty()) {
    const ssize_t count = write(file.fd(), content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return LastError();
    if (count == 0) return std::make_error_code(std::errc::io_error);
    content.remove_prefix(static_cast<size_t>(count));
  }
  if (sync && fsync(file.fd()) != 0) return LastError();
  return file.Close() ? std::error_code() : LastError();
}

// What is written to instead of being replaced. "/dev/stdout" may lead to a regular file, whose
// place no other can take.
bool IsStream(const std::string& path) {
  if (path.starts_with("/dev/") || path.starts_with("/proc/")) return true;
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

std::error_code Replace(const std::string& path, std::string_view content,
                        const WriteOptions& options) {
  if (options.streams && IsStream(path)) {
    return WriteAndClose(Descriptor(open(path.c_str(), O_WRONLY | O_CLOEXEC)), content,
                         /*sync=*/false);
  }
  static std::atomic<uint32_t> counter = 0;
  const std::string draft =
      path + ".new-" + std::to_string(getpid()) + "-" + std::to_string(counter.fetch_add(1));
  if (const std::error_code error = WriteNewFile(draft, content, options)) return error;
  if (rename(draft.c_str(), path.c_str()) == 0) return {};
  const std::error_code error = LastError();
  unlink(draft.c_str());
  return error;
}

}  // namespace

std::error_code WriteNewFile(const std::string& path, std::string_view content,
                             const WriteOptions& options) {
  const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  Descriptor file(open(path.c_str(), flags, options.mode));
  if (!file) return LastError();
  const bool refused = options.exact_mode && fchmod(file.fd(), options.mode) != 0;
  const std::error_code error =
      refused ? LastError() : WriteAndClose(std::move(file), content, options.sync);
  if (error) unlink(path.c_str());
  return error;
}

Result<void> ReplaceFile(const std::string& path, std::string_view content,
                         const WriteOptions& options) {
  const std::error_code error = Replace(path, content, options);
  if (error) return Failed("Cannot write '" + path + "': " + Describe(error) + ".");
  return {};
}

}  // namespace stackql
