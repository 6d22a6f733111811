#include "fetch/entries.h"

#include <algorithm>

#include "base/ascii.h"

namespace stackql::fetch {
namespace {

constexpr size_t kLongestPart = 200;
constexpr size_t kLongestShown = 80;

// Letters, digits and few signs: whatever else stands in a name has a meaning somewhere, or looks
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

std::string Entries::Add(std::string_view name, std::string& path) {
  if (++count_ > limits_.files) {
    return "it holds more than " + std::to_string(limits_.files) + " entries";
  }
  if (name.substr(0, 1) == "/") return "its entry " + Shown(name) + " has an absolute path";
  uint32_t depth = 0;
  for (size_t at = 0; at < name.size();) {
    const size_t end = std::min(name.find('/', at), name.size());
    const std::string_view part = name.substr(at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..") return "its entry " + Shown(name) + " leads outside with '..'";
    if (!IsPart(part)) return "its entry " + Shown(name) + " has a name with unusual characters";
    if (++depth > limits_.depth) {
      return "its entry " + Shown(name) + " lies more than " + std::to_string(limits_.depth) +
             " folders deep";
    }
    if (!path.empty()) path += '/';
    path += part;
  }
  return "";
}

std::string Entries::AddFolder(std::string_view name) {
  std::string path;
  return Add(name, path);
}

std::string Entries::AddFile(std::string_view name, uint64_t size, std::string& path) {
  if (std::string wrong = Add(name, path); !wrong.empty()) return wrong;
  if (path.empty() || name.back() == '/') {
    return "its entry " + Shown(name) + " is a file without a name";
  }
  if (!files_.insert(Lower(path)).second) return "it holds " + Shown(name) + " twice";
  if (size > limits_.file) {
    return "its entry " + Shown(name) + " is larger than " + std::to_string(limits_.file >> 20U) +
           " MB";
  }
  total_ += size;
  if (total_ > limits_.total) {
    return "it unpacks to more than " + std::to_string(limits_.total >> 20U) + " MB";
  }
  return "";
}

}  // namespace stackql::fetch
