#include "fetch/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace stackql::fetch {
namespace {

constexpr off_t kLargest = 64L << 20U;

// Writes to an open file and closes it. Returns what failed; empty: nothing.
std::string WriteAndClose(int file, std::string_view content, bool sync) {
  bool done = true;
  while (done && !content.empty()) {
    const ssize_t count = write(file, content.data(), content.size());
    done = count > 0 || (count < 0 && errno == EINTR);
    content.remove_prefix(count > 0 ? static_cast<size_t>(count) : 0);
  }
  done = done && (!sync || fsync(file) == 0);
  std::string wrong = done ? "" : std::strerror(errno);
  if (close(file) != 0 && wrong.empty()) wrong = std::strerror(errno);
  return wrong;
}

bool IsDevice(const std::string& path) {
  struct stat status = {};
  return stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

}  // namespace

bool ReadWholeFile(const std::string& path, std::string& content) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return false;
  struct stat status = {};
  bool done = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= kLargest;
  content.resize(done ? static_cast<size_t>(status.st_size) : 0);
  for (size_t at = 0; done && at < content.size();) {
    const ssize_t count = read(file, content.data() + at, content.size() - at);
    done = count > 0;
    at += done ? static_cast<size_t>(count) : 0;
  }
  close(file);
  return done;
}

std::string WriteNewFile(const std::string& path, std::string_view content, bool sync) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  return file < 0 ? std::strerror(errno) : WriteAndClose(file, content, sync);
}

std::string ReplaceFile(const std::string& path, std::string_view content) {
  if (IsDevice(path)) {
    const int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    return file < 0 ? std::strerror(errno) : WriteAndClose(file, content, /*sync=*/false);
  }
  const std::string temporary = path + ".new-" + std::to_string(getpid());
  std::string wrong = WriteNewFile(temporary, content, /*sync=*/true);
  if (wrong.empty() && rename(temporary.c_str(), path.c_str()) != 0) wrong = std::strerror(errno);
  if (!wrong.empty()) unlink(temporary.c_str());
  return wrong;
}

}  // namespace stackql::fetch
