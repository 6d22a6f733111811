#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace stackql::net {

// An http or https address in the plain form that this program asks for: no user, no fragment.
struct Url {
  bool secure = true;
  std::string host = {};  // lower case; an IPv6 address in its brackets
  std::string port = {};  // empty: the scheme's own
  std::string path = {};  // empty or with a leading slash; any query with it

  std::string Text() const;
  // This computer itself, the only one that is asked without TLS.
  bool Loopback() const;
};

// Refuses whatever a library might read differently: users and passwords, fragments, backslashes,
// blanks, bytes beyond ASCII.
std::optional<Url> ParseUrl(std::string_view text);

// What a Location header of a response from `base` means; relative paths without a leading slash
// are not taken.
std::optional<Url> ResolveLocation(const Url& base, std::string_view location);

}  // namespace stackql::net
