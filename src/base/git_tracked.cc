#include "base/git_tracked.h"

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/git.h"
#include "base/path.h"

namespace stackql {
namespace {

namespace fs = std::filesystem;

// Whether git takes this `.git` for one: it goes on upwards from a folder that has no HEAD.
bool IsRepository(const fs::path& dot_git, std::error_code& error) {
  const fs::file_status status = fs::status(dot_git, error);
  if (status.type() == fs::file_type::not_found) error.clear();
  if (error || !fs::exists(status)) return false;
  if (!fs::is_directory(status)) return true;
  const bool has_head = fs::exists(fs::symlink_status(dot_git / "HEAD", error));
  if (!has_head && error == std::errc::no_such_file_or_directory) error.clear();
  return has_head;
}

// Whether an entry of the index says that a path is tracked: it is the path, lies below it, or is a
// link or a repository in which the path lies.
bool Covers(std::string_view entry, std::string_view path) {
  return path == "." || entry == path || IsBelow(path, entry) || IsBelow(entry, path);
}

// Asks the repository of a folder about a path below it.
Tracked Ask(const fs::path& folder, const std::string& inside) {
  // Nothing of the repository is run: whose it is does not matter.
  std::vector<std::string> arguments = {"-c", "safe.directory=*", "--literal-pathspecs", "ls-files",
                                        "-z"};
  if (inside != ".") arguments.insert(arguments.end(), {"--", inside.substr(0, inside.find('/'))});
  const Result<std::string> listed =
      RunGit(folder.string(), arguments, "", {.output = kLargestListing});
  if (!listed) return Tracked::kMaybe;
  for (std::string_view rest = *listed; !rest.empty();) {
    const std::string_view entry = rest.substr(0, rest.find('\0'));
    if (Covers(entry, inside)) return Tracked::kYes;
    rest.remove_prefix(entry.size() + 1);
  }
  return Tracked::kNo;
}

// By the nearest repository around an absolute path; which links it was reached by does not count.
Tracked IsTrackedHere(const fs::path& path) {
  std::error_code error;
  const bool is_folder = fs::is_directory(fs::symlink_status(path, error));
  fs::path folder = is_folder ? path : path.parent_path();
  for (; !error; folder = folder.parent_path()) {
    if (IsRepository(folder / ".git", error)) {
      return Ask(folder, path.lexically_relative(folder).generic_string());
    }
    if (folder == folder.parent_path()) break;
  }
  return error ? Tracked::kMaybe : Tracked::kNo;
}

fs::path WithoutSlash(const fs::path& path) {
  return path.has_filename() || !path.has_relative_path() ? path : path.parent_path();
}

}  // namespace

Tracked IsTracked(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::canonical(path, error);
  if (error) return Tracked::kMaybe;
  const Tracked there = IsTrackedHere(real);
  const fs::path written = WithoutSlash(fs::absolute(path, error).lexically_normal());
  if (error || there == Tracked::kYes || written == real) return error ? Tracked::kMaybe : there;
  const Tracked link = IsTrackedHere(written);
  return link == Tracked::kNo ? there : link;
}

}  // namespace stackql
