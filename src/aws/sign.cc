#include "aws/sign.h"

#include <sodium.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "base/percent.h"

namespace stackql::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

// Proxies and libraries change these on the way; AWS's own SDKs leave them out too.
constexpr std::array kUnsigned = std::to_array<std::string_view>(
    {"authorization", "connection", "expect", "keep-alive", "proxy-authenticate",
     "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
     "x-amzn-trace-id"});

using Hash = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string Hex(const Hash& hash) {
  std::array<char, sizeof(Hash)* 2 + 1> text = {};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

Hash Hmac(const unsigned char* key, size_t key_size, std::string_view message) {
  Hash hash = {};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key, key_size);
  crypto_auth_hmacsha256_update(&state, Bytes(message), message.size());
  crypto_auth_hmacsha256_final(&state, hash.data());
  explicit_bzero(&state, sizeof state);
  return hash;
}

Hash Hmac(const Hash& key, std::string_view message) {
  return Hmac(key.data(), key.size(), message);
}

bool IsUnreserved(char c) { return IsAlnum(c) || c == '-' || c == '_' || c == '.' || c == '~'; }

// What is not a %XX stays.
std::string UriDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && HexDigit(text[i + 1]) >= 0 &&
                        HexDigit(text[i + 2]) >= 0;
    decoded +=
        escape ? static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2])) : text[i];
    if (escape) i += 2;
  }
  return decoded;
}

// Without empty and dot segments.
std::string NormalizedPath(std::string_view path) {
  std::vector<std::string_view> kept;
  bool folder = true;
  for (size_t begin = 0; begin < path.size();) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    folder = end < path.size() || segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(segment);
    }
    begin = end + 1;
  }
  std::string normalized;
  for (const std::string_view segment : kept) normalized.append("/").append(segment);
  if (folder || normalized.empty()) normalized += '/';
  return normalized;
}

std::string CanonicalQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (size_t begin = 0; begin < query.size();) {
    const size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view pair = query.substr(begin, end - begin);
    const size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : "";
    if (!pair.empty()) {
      pairs.emplace_back(UriEncode(UriDecode(pair.substr(0, equals))), UriEncode(UriDecode(value)));
    }
    begin = end + 1;
  }
  std::sort(pairs.begin(), pairs.end());
  std::string text;
  for (const auto& [name, value] : pairs) {
    text.append(text.empty() ? "" : "&").append(name).append("=").append(value);
  }
  return text;
}

// Without blanks at its ends, and runs of them (folded lines too) as one.
std::string CanonicalValue(std::string_view value) {
  std::string text;
  for (const char c : value) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) {
      text += c;
    } else if (!text.empty() && text.back() != ' ') {
      text += ' ';
    }
  }
  if (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

// The signed headers by their names in lower case.
std::map<std::string, std::string> CanonicalHeaders(const std::vector<net::Header>& headers) {
  std::map<std::string, std::string> canonical;
  for (const net::Header& header : headers) {
    const std::string name = Lower(header.name);
    if (std::find(kUnsigned.begin(), kUnsigned.end(), name) != kUnsigned.end()) continue;
    const auto [entry, added] = canonical.try_emplace(name, CanonicalValue(header.value));
    if (!added) entry->second.append(",").append(CanonicalValue(header.value));
  }
  return canonical;
}

struct CanonicalRequest {
  std::string text = {};
  std::string signed_headers = {};
};

CanonicalRequest Canonical(const SignedParts& parts, bool normalize_path) {
  CanonicalRequest request;
  const std::string path = normalize_path       ? NormalizedPath(parts.path)
                           : parts.path.empty() ? "/"
                                                : std::string(parts.path);
  std::string& text = request.text;
  text.append(parts.method).append("\n").append(UriEncode(path, true)).append("\n");
  text.append(CanonicalQuery(parts.query)).append("\n");
  std::map<std::string, std::string> headers = CanonicalHeaders(parts.headers);
  for (auto& [name, value] : headers) {
    text.append(name).append(":").append(value).append("\n");
    request.signed_headers.append(request.signed_headers.empty() ? "" : ";").append(name);
    Wipe(value);
  }
  text.append("\n").append(request.signed_headers).append("\n").append(Sha256Hex(parts.body));
  return request;
}

void RemoveHeader(std::vector<net::Header>& headers, std::string_view name) {
  for (net::Header& header : headers) {
    if (header.name == name) Wipe(header.value);
  }
  std::erase_if(headers, [&](const net::Header& header) { return header.name == name; });
}

// As HTTP clients send it: without the port that the scheme implies.
std::string HostHeader(const net::Url& url) {
  const bool implied = url.port.empty() || url.port == (url.secure ? "443" : "80");
  return implied ? url.host : url.host + ":" + url.port;
}

constexpr std::array<std::string_view, 4> kAdded = {"Host", "X-Amz-Date", "X-Amz-Security-Token",
                                                    "Authorization"};

}  // namespace

// The one reader of secrets.
class Signer {
 public:
  static std::string_view SessionToken(const Credentials& credentials) {
    return credentials.session_token.Reveal();
  }

  // The key that is derived for one day, region and service signs the text.
  static std::string SignText(const Credentials& credentials, std::string_view day,
                              const SigningScope& scope, std::string_view text) {
    std::string first = "AWS4";
    first.reserve(first.size() + credentials.secret_access_key.Reveal().size());
    first += credentials.secret_access_key.Reveal();
    Hash key = Hmac(Bytes(first), first.size(), day);
    Wipe(first);
    key = Hmac(key, scope.region);
    key = Hmac(key, scope.service);
    key = Hmac(key, "aws4_request");
    const Hash signature = Hmac(key, text);
    explicit_bzero(key.data(), key.size());
    return Hex(signature);
  }
};

std::string UriEncode(std::string_view text, bool keep_slash) {
  return PercentEncoded(text, [&](char c) { return IsUnreserved(c) || (keep_slash && c == '/'); });
}

std::string AmzDate(int64_t time) {
  const time_t seconds = time;
  tm parts = {};
  std::array<char, 32> text = {};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  const size_t size = strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
  return {text.data(), size};
}

std::string Sha256Hex(std::string_view bytes) {
  Hash hash = {};
  static_assert(sizeof(Hash) == crypto_hash_sha256_BYTES);
  crypto_hash_sha256(hash.data(), Bytes(bytes), bytes.size());
  return Hex(hash);
}

Signature Sign(const SignedParts& parts, const Credentials& credentials,
               const SigningScope& scope) {
  Signature result;
  CanonicalRequest canonical = Canonical(parts, scope.normalize_path);
  const std::string date = AmzDate(scope.time);
  const std::string day = date.substr(0, 8);
  const std::string place = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
  result.string_to_sign.append(kAlgorithm).append("\n").append(date).append("\n").append(place);
  result.string_to_sign.append("\n").append(Sha256Hex(canonical.text));
  result.signature = Signer::SignText(credentials, day, scope, result.string_to_sign);
  result.authorization.append(kAlgorithm).append(" Credential=");
  result.authorization.append(credentials.access_key_id).append("/").append(place);
  result.authorization.append(", SignedHeaders=").append(canonical.signed_headers);
  result.authorization.append(", Signature=").append(result.signature);
  result.canonical_request = std::move(canonical.text);
  return result;
}

void SignRequest(net::Request& request, const Credentials& credentials, const SigningScope& scope) {
  for (const std::string_view name : kAdded) RemoveHeader(request.headers, name);
  request.headers.reserve(request.headers.size() + kAdded.size());
  request.headers.push_back({"Host", HostHeader(request.url)});
  request.headers.push_back({"X-Amz-Date", AmzDate(scope.time)});
  if (!credentials.session_token.empty()) {
    request.headers.push_back(
        {"X-Amz-Security-Token", std::string(Signer::SessionToken(credentials))});
  }
  const std::string_view path = request.url.path;
  const size_t question = std::min(path.find('?'), path.size());
  SignedParts parts = {
      .method = request.method == net::Request::Method::kPost ? "POST" : "GET",
      .path = path.substr(0, question),
      .query = question < path.size() ? path.substr(question + 1) : std::string_view(),
      .headers = request.headers,
      .body = request.body};
  Signature signature = Sign(parts, credentials, scope);
  request.headers.push_back({"Authorization", std::move(signature.authorization)});
  Wipe(signature.canonical_request);
  for (net::Header& copy : parts.headers) Wipe(copy.value);
}

void WipeRequest(net::Request& request) {
  for (const std::string_view name : kAdded) RemoveHeader(request.headers, name);
  Wipe(request.body);
}

}  // namespace stackql::aws
