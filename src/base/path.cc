#include "base/path.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace stackql {

namespace fs = std::filesystem;

std::string CleanPath(std::string_view path) {
  std::string clean;
  const bool absolute = !path.empty() && path.front() == '/';
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (absolute || !clean.empty()) clean += '/';
    clean += part;
  }
  return absolute && clean.empty() ? "/" : clean;
}

std::string JoinPath(std::string_view folder, std::string_view name) {
  std::string joined(folder);
  if (!joined.empty() && !name.empty() && joined.back() != '/') joined += '/';
  joined += name;
  return joined;
}

std::string_view ParentPath(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return path.substr(0, std::max<size_t>(slash, 1));
}

std::string_view LastPart(std::string_view path) {
  return path.substr(path.rfind('/') + 1);  // npos + 1 is 0
}

mode_t FileType(const std::string& path) {
  struct stat status = {};
  return lstat(path.c_str(), &status) == 0 ? status.st_mode & S_IFMT : 0;
}

bool IsRegularFile(const std::string& path) { return FileType(path) == S_IFREG; }

std::string RealPath(const std::string& path) {
  std::array<char, PATH_MAX> whole = {};
  if (realpath(path.empty() ? "." : path.c_str(), whole.data()) != nullptr) return whole.data();
  std::error_code error;
  std::string real = fs::weakly_canonical(path.empty() ? "." : path, error).generic_string();
  if (error) return {};
  // Only an existing path is made absolute.
  if (!real.empty() && real.front() != '/') {
    real = JoinPath(fs::current_path(error).generic_string(), real);
  }
  return error ? std::string() : CleanPath(real);
}

std::optional<std::string_view> Below(std::string_view folder, std::string_view path) {
  if (folder.empty())
    return path.empty() || path.front() == '/' ? std::nullopt : std::optional(path);
  if (!path.starts_with(folder)) return std::nullopt;
  path.remove_prefix(folder.size());
  if (folder.back() != '/') {
    if (!path.starts_with('/')) return std::nullopt;
    path.remove_prefix(1);
  }
  return path.empty() ? std::nullopt : std::optional(path);
}

bool IsBelow(std::string_view folder, std::string_view path) {
  return Below(folder, path).has_value();
}

bool IsAbsoluteOrUp(std::string_view path) {
  if (path.starts_with('/')) return true;
  while (!path.empty()) {
    const size_t slash = std::min(path.find('/'), path.size());
    if (path.substr(0, slash) == "..") return true;
    path.remove_prefix(std::min(slash + 1, path.size()));
  }
  return false;
}

bool LeadsOut(const std::string& folder, std::string_view path) {
  if (IsAbsoluteOrUp(path)) return true;
  const std::string inside = RealPath(folder);
  const std::string real = RealPath(JoinPath(folder, path));
  return real != inside && !IsBelow(inside, real);
}

std::string SpellAncestor(const std::string& path, size_t below, const std::string& folder) {
  std::string_view spelled = path;
  bool up = true;
  for (size_t i = 0; i < below && up; ++i) {
    up = !spelled.empty() && spelled != "/" && LastPart(spelled) != "..";
    spelled = ParentPath(spelled);
  }
  if (up && RealPath(std::string(spelled)) == folder) return std::string(spelled);
  if (!path.empty() && path.front() == '/') return folder;
  std::error_code error;
  const fs::path current = fs::current_path(error);
  if (error) return folder;
  return CleanPath(fs::path(folder).lexically_relative(current).generic_string());
}

}  // namespace stackql
