#include "support/aws/http.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>

namespace stackql::aws_double {
namespace {

constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The next line without its end, which is taken off `rest`.
std::string_view TakeLine(std::string_view& rest) {
  const size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

bool AddHeader(std::string_view line, Request& request) {
  if (line.front() == ' ' || line.front() == '\t') {
    if (request.headers.empty()) return false;
    request.headers.back().second.append(" ").append(Trim(line));
    return true;
  }
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  request.headers.emplace_back(line.substr(0, colon), Trim(line.substr(colon + 1)));
  return true;
}

std::string_view Reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 302:
      return "Found";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Other";
  }
}

}  // namespace

std::string_view Request::Get(std::string_view name) const {
  const std::string wanted = Lower(name);
  for (const Header& header : headers) {
    if (Lower(header.first) == wanted) return header.second;
  }
  return {};
}

bool Request::Has(std::string_view name) const {
  const std::string wanted = Lower(name);
  return std::any_of(headers.begin(), headers.end(),
                     [&](const Header& header) { return Lower(header.first) == wanted; });
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::optional<Request> ReadHead(std::string_view bytes) {
  Request request;
  const std::string_view first = TakeLine(bytes);
  const size_t method_end = first.find(' ');
  const size_t version = first.rfind(' ');
  if (method_end == std::string_view::npos || version <= method_end) return std::nullopt;
  if (first.substr(version + 1, 7) != "HTTP/1.") return std::nullopt;
  request.method = first.substr(0, method_end);
  const std::string_view target = first.substr(method_end + 1, version - method_end - 1);
  const size_t mark = std::min(target.find('?'), target.size());
  request.path = target.substr(0, mark);
  request.query = target.substr(std::min(mark + 1, target.size()));
  while (!bytes.empty()) {
    const std::string_view line = TakeLine(bytes);
    if (line.empty()) return request;
    if (!AddHeader(line, request)) return std::nullopt;
  }
  return std::nullopt;
}

std::string WriteHead(const Response& response) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(Reason(response.status)).append("\r\n");
  for (const Header& header : response.headers) {
    head.append(header.first).append(": ").append(header.second).append("\r\n");
  }
  return head + "\r\n";
}

std::string PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low < 0) {
      decoded += text[i];
      continue;
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

std::string PercentEncode(std::string_view text, bool keep_slashes) {
  std::string encoded;
  for (const char c : text) {
    if (kUnreserved.find(c) != std::string_view::npos || (keep_slashes && c == '/')) {
      encoded += c;
      continue;
    }
    std::array<char, 4> escape = {};
    std::snprintf(escape.data(), escape.size(), "%%%02X", static_cast<unsigned char>(c));
    encoded += escape.data();
  }
  return encoded;
}

Parameters ReadParameters(std::string_view text, bool form) {
  Parameters parameters;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    std::string part(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    if (form) std::replace(part.begin(), part.end(), '+', ' ');
    const size_t equals = std::min(part.find('='), part.size());
    parameters.emplace_back(PercentDecode(part.substr(0, equals)),
                            PercentDecode(part.substr(std::min(equals + 1, part.size()))));
  }
  return parameters;
}

std::string_view Find(const Parameters& parameters, std::string_view name) {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace stackql::aws_double
