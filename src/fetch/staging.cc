#include "fetch/staging.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

#include "base/system_error.h"
#include "base/write_file.h"

namespace stackql::fetch {
namespace {

namespace fs = std::filesystem;

// No reader takes a name with a leading dot for a version or a document.
constexpr std::string_view kPrefix = ".stackql-lint-";

std::error_code LastError() { return {errno, std::generic_category()}; }

void RemoveLeftovers(const std::string& folder) {
  std::vector<fs::path> found;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->path().filename().string().rfind(kPrefix, 0) == 0) found.push_back(at->path());
  }
  for (const fs::path& path : found) fs::remove_all(path, failed);
}

}  // namespace

Staging::Staging(std::string target)
    : target_(std::move(target)), parent_(fs::path(target_).parent_path().string()) {
  if (parent_.empty()) parent_ = ".";
}

Staging::~Staging() {
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove_all(temporary_, ignored);
}

tl::unexpected<Error> Staging::CannotWrite(const std::string& path,
                                           const std::error_code& why) const {
  return Failed("Cannot write '" + path + "': " + Describe(why) + ". What was in '" + target_ +
                "' is unchanged.");
}

Result<void> Staging::Open() {
  std::error_code failed;
  fs::create_directories(parent_, failed);
  lock_.Reset(open(parent_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!lock_) return CannotWrite(parent_, LastError());
  if (flock(lock_.fd(), LOCK_EX | LOCK_NB) == 0) {
    RemoveLeftovers(parent_);
  } else if (errno == EWOULDBLOCK) {
    return Failed("Another 'catalog pull' is running in '" + parent_ +
                  "'. Try again when it has finished.");
  }
  std::string name = parent_ + "/" + std::string(kPrefix) + "XXXXXX";
  if (mkdtemp(name.data()) == nullptr) return CannotWrite(name, LastError());
  temporary_ = name;
  const std::string filled = temporary_ + "/new";
  if (mkdir(filled.c_str(), 0777) != 0) return CannotWrite(filled, LastError());
  return {};
}

std::string Staging::PathOf(std::string_view path) const {
  return temporary_ + "/new/" + std::string(path);
}

Result<void> Staging::Write(std::string_view path, std::string_view content) {
  const std::string whole = PathOf(path);
  std::error_code error;
  fs::create_directories(fs::path(whole).parent_path(), error);
  error = WriteNewFile(whole, content, {.sync = false});
  if (error) return CannotWrite(whole, error);
  return {};
}

// Puts the filled folder in the target's place in one step where the file system can, else in two.
bool Staging::Exchange() {
  const std::string filled = temporary_ + "/new";
  if (renameat2(AT_FDCWD, filled.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) == 0) {
    return true;
  }
  if (errno == ENOENT) return rename(filled.c_str(), target_.c_str()) == 0;
  const std::string old = temporary_ + "/old";
  if (rename(target_.c_str(), old.c_str()) != 0) return false;
  if (rename(filled.c_str(), target_.c_str()) == 0) return true;
  const int reason = errno;
  if (rename(old.c_str(), target_.c_str()) != 0) temporary_.clear();  // keep the old one there
  errno = reason;
  return false;
}

Result<void> Staging::Commit() {
  // One call for hundreds of files, where fsync on each would take seconds.
  if (syncfs(lock_.fd()) != 0 || !Exchange()) return CannotWrite(target_, LastError());
  fsync(lock_.fd());
  return {};
}

}  // namespace stackql::fetch
