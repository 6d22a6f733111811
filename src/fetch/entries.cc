#include "fetch/entries.h"

#include "base/ascii.h"

namespace stackql::fetch {
namespace {

constexpr size_t kLongestPart = 200;
constexpr size_t kLongestShown = 80;

// Letters, digits and few signs: whatever else is in a name has a meaning somewhere, or looks
// like something that it is not.
bool IsPlain(char c) {
  constexpr std::string_view kSigns = "._-+@=, ()";
  return IsAlnum(c) || kSigns.find(c) != std::string_view::npos;
}

bool IsPart(std::string_view part) {
  return part != ".." && part.size() <= kLongestPart && All(part, IsPlain);
}

}  // namespace

std::string Shown(std::string_view name) {
  std::string shown;
  for (const char c : name.substr(0, kLongestShown)) {
    shown += c >= ' ' && c < 0x7F && c != '\'' ? c : '?';
  }
  return "'" + shown + (name.size() > kLongestShown ? "...'" : "'");
}

Result<std::string> Entries::Add(std::string_view name) {
  if (++count_ > limits_.files) {
    return Failed("The archive contains more than " + std::to_string(limits_.files) + " entries.");
  }
  const std::string entry = "The archive's entry " + Shown(name);
  if (name.starts_with('/')) return Failed(entry + " has an absolute path.");
  std::string path;
  uint32_t depth = 0;
  for (const std::string_view part : Split(name, '/')) {
    if (part.empty() || part == ".") continue;
    if (part == "..") return Failed(entry + " leads out of the archive with '..'.");
    if (!IsPart(part)) return Failed(entry + " has a name with unusual characters.");
    if (++depth > limits_.depth) {
      return Failed(entry + " is more than " + std::to_string(limits_.depth) + " folders deep.");
    }
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

Result<void> Entries::AddFolder(std::string_view name) {
  const Result<std::string> path = Add(name);
  if (!path) return tl::unexpected(path.error());
  return {};
}

Result<std::string> Entries::AddFile(std::string_view name, uint64_t size) {
  Result<std::string> path = Add(name);
  if (!path) return path;
  const std::string entry = "The archive's entry " + Shown(name);
  if (path->empty() || name.back() == '/') return Failed(entry + " is a file without a name.");
  if (!files_.insert(Lower(*path)).second) {
    return Failed("The archive contains " + Shown(name) + " twice.");
  }
  if (size > limits_.file) {
    return Failed(entry + " is larger than " + std::to_string(limits_.file >> 20U) + " MB.");
  }
  total_ += size;
  if (total_ > limits_.total) {
    return Failed("The archive unpacks to more than " + std::to_string(limits_.total >> 20U) +
                  " MB.");
  }
  return path;
}

}  // namespace stackql::fetch
