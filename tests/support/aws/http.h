#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// HTTP/1.1 messages as values.
namespace stackql::aws_double {

using Header = std::pair<std::string, std::string>;
using Parameters = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method = {};
  std::string path = {};             // as sent, without the query
  std::string query = {};            // as sent
  std::vector<Header> headers = {};  // as sent, in that order
  std::string body = {};

  // The first header of that name in any case; empty if there is none.
  std::string_view Get(std::string_view name) const;
  bool Has(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::vector<Header> headers = {};
  std::string body = {};
};

std::string Lower(std::string_view text);
std::string_view Trim(std::string_view text);

// The bytes before the body, with the empty line that ends them; nothing if they are no request.
std::optional<Request> ReadHead(std::string_view bytes);
// The status line and the headers, with the empty line that ends them.
std::string WriteHead(const Response& response);

// %41 becomes A; what is no such escape stays. A plus sign is a plus sign.
std::string PercentDecode(std::string_view text);
// Everything but A-Z a-z 0-9 - _ . ~ (and / if kept) becomes %XX.
std::string PercentEncode(std::string_view text, bool keep_slashes = false);
// a=1&b=2, decoded; in forms a plus sign stands for a space.
Parameters ReadParameters(std::string_view text, bool form);
// The value of the first parameter of that name; empty if there is none.
std::string_view Find(const Parameters& parameters, std::string_view name);

}  // namespace stackql::aws_double
