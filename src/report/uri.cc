#include "report/uri.h"

#include <algorithm>
#include <vector>

#include "base/ascii.h"
#include "base/percent.h"

namespace stackql::report {
namespace {

using Segments = std::vector<std::string_view>;

bool IsUnreserved(char c) { return IsAlnum(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

void AddSegments(std::string_view path, Segments& segments) {
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    at = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment == ".." && !segments.empty() && segments.back() != "..") {
      segments.pop_back();
    } else {
      segments.push_back(segment);
    }
  }
}

std::string Join(const Segments& segments) {
  std::string uri;
  for (const std::string_view segment : segments) {
    if (!uri.empty()) uri += '/';
    uri += PercentEncoded(segment, IsUnreserved);
  }
  return uri;
}

bool IsAbsolute(std::string_view path) { return !path.empty() && path.front() == '/'; }

}  // namespace

std::string UriOf(std::string_view path) {
  Segments segments;
  AddSegments(path, segments);
  const std::string uri = Join(segments);
  if (IsAbsolute(path)) return "file:///" + uri;
  return uri.empty() ? "." : uri;
}

std::string RepositoryPath(std::string_view path, std::string_view root, std::string_view top) {
  if (IsAbsolute(root)) {
    top = root;
    root = {};
  }
  const bool absolute = IsAbsolute(path);
  Segments prefix;
  Segments segments;
  AddSegments(absolute ? top : root, prefix);
  if (!absolute) segments = prefix;
  AddSegments(path, segments);
  const bool below = IsAbsolute(top) && prefix.size() < segments.size() &&
                     std::equal(prefix.begin(), prefix.end(), segments.begin());
  if (absolute && !below) return std::string(path);
  std::string joined;
  for (size_t i = absolute ? prefix.size() : 0; i < segments.size(); ++i) {
    joined.append(joined.empty() ? "" : "/").append(segments[i]);
  }
  return joined.empty() ? "." : joined;
}

}  // namespace stackql::report
