#include "base/read_file.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdio>

#include "base/descriptor.h"
#include "base/path.h"
#include "base/system_error.h"

namespace stackql {
namespace {

constexpr size_t kChunk = 1 << 16;
constexpr std::chrono::seconds kPatience(5);  // with a pipe

tl::unexpected<Error> Refusal(const std::string& path, const std::string& why) {
  return Failed("Cannot read '" + path + "': " + why + ".");
}

// Waits until there is something to read, to a time at most. 0, or an errno value.
int Await(int fd, std::chrono::steady_clock::time_point deadline) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd wanted = {.fd = fd, .events = POLLIN, .revents = 0};
    const int ready = poll(&wanted, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready > 0) return 0;
    if (ready == 0) return ETIMEDOUT;
    if (errno != EINTR) return errno;
  }
}

// Reads to the end; `size` is what the file claims. 0, or an errno value.
int ReadAll(int fd, bool pipe, size_t size, uint64_t limit, std::string& bytes) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  bytes.resize(size + 1);  // one more shows the end without another round
  size_t length = 0;
  while (length <= limit) {
    if (length == bytes.size()) bytes.resize(length + kChunk);
    if (const int error = pipe ? Await(fd, deadline) : 0; error != 0) return error;
    const ssize_t count = read(fd, bytes.data() + length, bytes.size() - length);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (count < 0) return errno;
    if (count == 0) break;
    length += static_cast<size_t>(count);
  }
  bytes.resize(length);
  return 0;
}

}  // namespace

Result<std::string> ReadWholeFile(const std::string& path, uint64_t limit,
                                  const ReadOptions& options) {
  if (path.find('\0') != std::string::npos) return Refusal(path, "no such file or directory");
  struct stat status = {};
  if (!options.root.empty()) {
    const std::string real = RealPath(path);
    // What lies in a folder that cannot be read has none.
    if (real.empty() && stat(path.c_str(), &status) != 0) {
      return Refusal(path, DescribeErrno(errno));
    }
    if (!IsBelow(RealPath(options.root), real)) {
      return Refusal(path, "it is outside '" + options.root + "'");
    }
  }
  // Opening a pipe must not wait for someone to write to it.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!file) return Refusal(path, DescribeErrno(errno));
  if (fstat(file.fd(), &status) != 0) return Refusal(path, DescribeErrno(errno));
  if (S_ISDIR(status.st_mode)) return Refusal(path, "it is a directory");
  const bool regular = S_ISREG(status.st_mode);
  if (!regular && !options.pipes) return Refusal(path, "it is not a regular file");
  const std::string too_large = "it is larger than " + std::to_string(limit) + " bytes";
  if (regular && static_cast<uint64_t>(status.st_size) > limit) return Refusal(path, too_large);
  std::string bytes;
  // Room for all of it first, so that growing leaves no copies of secrets around.
  const uint64_t size = regular ? static_cast<uint64_t>(status.st_size) : limit;
  const int error = ReadAll(file.fd(), !regular, size, limit, bytes);
  if (error != 0) return Refusal(path, DescribeErrno(error));
  if (bytes.size() > limit) return Refusal(path, too_large);
  return bytes;
}

Result<std::string> ReadStandardInput(uint64_t limit) {
  std::string text;
  std::array<char, kChunk> buffer = {};
  for (size_t count = 0; (count = std::fread(buffer.data(), 1, buffer.size(), stdin)) > 0;) {
    text.append(buffer.data(), count);
    if (text.size() > limit) break;
  }
  if (std::ferror(stdin) != 0) return Failed("Cannot read standard input.");
  return text;
}

}  // namespace stackql
