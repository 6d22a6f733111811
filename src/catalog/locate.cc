#include "catalog/locate.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <system_error>

#include "base/ascii.h"

namespace stackql::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAppRoot = ".stackql";

bool IsVersion(std::string_view name) {
  return name.size() > 1 && name.front() == 'v' && IsDigit(name[1]);
}

bool IsFolder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

std::string VersionOf(const fs::path& folder) {
  std::error_code ignored;
  fs::path whole = fs::weakly_canonical(folder, ignored);
  if (!whole.has_filename()) whole = whole.parent_path();
  const std::string name = whole.filename().string();
  return IsVersion(name) ? name : std::string();
}

// The newest version among the folders in `folder`.
std::optional<ProviderFolder> Newest(const fs::path& folder) {
  std::optional<ProviderFolder> newest;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (!IsVersion(name) || !IsFolder(at->path() / "services")) continue;
    if (newest && CompareVersions(name, newest->version) <= 0) continue;
    newest = ProviderFolder{.path = at->path().string(), .version = name};
  }
  return newest;
}

std::optional<ProviderFolder> Above(fs::path folder) {
  for (;; folder = folder.parent_path()) {
    if (auto found = Newest(folder / kAppRoot / "src" / "awscc")) return found;
    if (!folder.has_relative_path()) return std::nullopt;
  }
}

size_t DigitsAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end - at;
}

}  // namespace

std::string MonthOf(std::string_view version) {
  constexpr std::string_view kForm = "v00.00.";
  const bool fits = version.size() > kForm.size() &&
                    std::ranges::equal(version.substr(0, kForm.size()), kForm, [](char c, char f) {
                      return f == '0' ? IsDigit(c) : c == f;
                    });
  const std::string_view month = fits ? version.substr(4, 2) : "";
  // The first versions had no date: v00.00.00100.
  if (month < "01" || month > "12") return {};
  return "20" + std::string(version.substr(1, 2)) + "-" + std::string(month);
}

int CompareVersions(std::string_view a, std::string_view b) {
  size_t i = 0;
  size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!IsDigit(a[i]) || !IsDigit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j] ? -1 : 1;
      ++i;
      ++j;
      continue;
    }
    while (i < a.size() && a[i] == '0') ++i;
    while (j < b.size() && b[j] == '0') ++j;
    const size_t left = DigitsAt(a, i);
    const size_t right = DigitsAt(b, j);
    if (left != right) return left < right ? -1 : 1;
    const int order = a.substr(i, left).compare(b.substr(j, right));
    if (order != 0) return order;
    i += left;
    j += right;
  }
  if (i == a.size() && j == b.size()) return 0;
  return i == a.size() ? -1 : 1;
}

std::optional<ProviderFolder> ProviderIn(const std::string& folder) {
  const fs::path named(folder);
  if (IsFolder(named / "services")) {
    return ProviderFolder{.path = folder, .version = VersionOf(named)};
  }
  for (const fs::path& below :
       {named, named / "awscc", named / "src" / "awscc", named / kAppRoot / "src" / "awscc"}) {
    if (auto found = Newest(below)) return found;
  }
  return std::nullopt;
}

std::optional<ProviderFolder> ProviderBeside(const std::string& folder) {
  // Most folders have none: no path is taken apart for them.
  const std::string documents = folder + "/.stackql/src/awscc";
  return access(documents.c_str(), F_OK) == 0 ? Newest(documents) : std::nullopt;
}

std::optional<ProviderFolder> FindProvider(const std::string& path) {
  std::error_code error;
  auto found = Above(fs::absolute(path, error).lexically_normal().parent_path());
  return found ? found : ProviderElsewhere();
}

std::optional<ProviderFolder> ProviderElsewhere() {
  std::error_code error;
  if (auto found = Above(fs::current_path(error))) return found;
  const char* home = std::getenv("HOME");  // NOLINT(concurrency-mt-unsafe): nothing sets variables
  return home == nullptr ? std::nullopt : Newest(fs::path(home) / kAppRoot / "src" / "awscc");
}

}  // namespace stackql::catalog
