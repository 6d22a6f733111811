#include "net/url.h"

#include <algorithm>

#include "base/ascii.h"

namespace stackql::net {
namespace {

constexpr size_t kLongestUrl = 2000;
constexpr size_t kLongestHost = 253;
constexpr size_t kLongestPort = 5;

bool IsHost(std::string_view host) {
  if (host.empty() || host.size() > kLongestHost) return false;
  if (host.front() == '[') {
    const std::string_view address = host.substr(1, host.size() - 2);
    return host.size() > 4 && host.back() == ']' && All(address, [](char c) {
             return (HexDigit(c) >= 0 && !IsUpper(c)) || c == ':' || c == '.';
           });
  }
  return All(host, [](char c) { return IsLower(c) || IsDigit(c) || c == '.' || c == '-'; });
}

bool IsPath(std::string_view path) {
  constexpr std::string_view kRefused = "\"#<>\\^`{|}";
  return All(path, [&](char c) {
    return c > ' ' && c < 0x7F && kRefused.find(c) == std::string_view::npos;
  });
}

bool SkipPrefix(std::string_view& text, std::string_view prefix) {
  if (!EqualsIgnoringCase(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

}  // namespace

std::string Url::Text() const {
  return (secure ? "https://" : "http://") + host + (port.empty() ? "" : ":" + port) + path;
}

bool Url::Loopback() const {
  if (host == "localhost" || host == "[::1]") return true;
  if (host.rfind("127.", 0) != 0) return false;
  return All(host, [](char c) { return IsDigit(c) || c == '.'; });
}

std::optional<Url> ParseUrl(std::string_view text) {
  if (text.size() > kLongestUrl) return std::nullopt;
  Url url;
  if (SkipPrefix(text, "http://")) {
    url.secure = false;
  } else if (!SkipPrefix(text, "https://")) {
    return std::nullopt;
  }
  const size_t slash = std::min(text.find_first_of("/?"), text.size());
  const std::string_view authority = text.substr(0, slash);
  url.path = text.substr(slash);
  if (!IsPath(url.path) || (!url.path.empty() && url.path.front() != '/')) return std::nullopt;
  const size_t bracket = authority.find(']');
  const size_t colon = std::min(
      authority.find(':', bracket == std::string_view::npos ? 0 : bracket), authority.size());
  url.host = Lower(authority.substr(0, colon));
  if (!IsHost(url.host)) return std::nullopt;
  if (colon == authority.size()) return url;
  url.port = authority.substr(colon + 1);
  if (url.port.empty() || url.port.size() > kLongestPort || !All(url.port, IsDigit)) {
    return std::nullopt;
  }
  return url;
}

std::optional<Url> ResolveLocation(const Url& base, std::string_view location) {
  if (!location.starts_with("/") || location.starts_with("//")) return ParseUrl(location);
  if (!IsPath(location) || location.size() > kLongestUrl) return std::nullopt;
  Url url = base;
  url.path = location;
  return url;
}

}  // namespace stackql::net
