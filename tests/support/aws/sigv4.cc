#include "support/aws/sigv4.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <optional>

namespace stackql::aws_double {
namespace {

constexpr int64_t kLargestSkew = 900;  // seconds
constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string Hex(std::string_view bytes) {
  std::string hex(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  hex.pop_back();
  return hex;
}

std::string Hmac(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(key.data()),
                              key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(mac.data()));
  return mac;
}

// Without dot segments and doubled slashes.
std::string NormalisedPath(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_slash = false;
  for (size_t at = 0; at < path.size();) {
    const size_t end = std::min(path.find('/', at), path.size());
    const std::string_view segment = path.substr(at, end - at);
    at = end + 1;
    ends_in_slash = end < path.size() || segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!segment.empty() && segment != "." && segment != "..") kept.push_back(segment);
  }
  std::string normal;
  for (const std::string_view segment : kept) normal.append("/").append(segment);
  return normal.empty() || ends_in_slash ? normal + "/" : normal;
}

std::string CanonicalQuery(std::string_view query) {
  Parameters parameters = ReadParameters(query, false);
  for (auto& [name, value] : parameters) {
    name = PercentEncode(name);
    value = PercentEncode(value);
  }
  std::sort(parameters.begin(), parameters.end());
  std::string canonical;
  for (const auto& [name, value] : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical.append(name).append("=").append(value);
  }
  return canonical;
}

std::string SingleSpaced(std::string_view value) {
  std::string spaced;
  for (const char c : Trim(value)) {
    const bool blank = c == ' ' || c == '\t';
    if (blank && !spaced.empty() && spaced.back() == ' ') continue;
    spaced += blank ? ' ' : c;
  }
  return spaced;
}

// All headers by lower-case name, those of one name merged.
std::map<std::string, std::string> CanonicalHeaders(const Request& request) {
  std::map<std::string, std::string> headers;
  for (const Header& header : request.headers) {
    const auto [entry, added] = headers.try_emplace(Lower(header.first));
    if (!added) entry->second += ',';
    entry->second += SingleSpaced(header.second);
  }
  return headers;
}

struct Authorization {
  std::string key;
  Scope scope;
  std::vector<std::string> signed_headers;
  std::string signature;
};

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

Verdict ReadAuthorization(std::string_view header, Authorization& found) {
  const auto incomplete = [](std::string_view what) {
    return Verdict{Flaw::kIncomplete, std::string(what)};
  };
  if (header.substr(0, kAlgorithm.size() + 1) != std::string(kAlgorithm) + " ") {
    return incomplete("Unsupported AWS 'algorithm'.");
  }
  std::map<std::string, std::string> parts;
  for (const std::string& part : Split(header.substr(kAlgorithm.size() + 1), ',')) {
    const std::string_view trimmed = Trim(part);
    const size_t equals = trimmed.find('=');
    if (equals == std::string_view::npos) return incomplete("Not a valid key=value pair.");
    const bool fresh = parts.emplace(trimmed.substr(0, equals), trimmed.substr(equals + 1)).second;
    if (!fresh) return incomplete("A part is given twice.");
  }
  for (const char* name : {"Credential", "SignedHeaders", "Signature"}) {
    if (parts[name].empty()) {
      return incomplete("Authorization header requires '" + std::string(name) + "' parameter.");
    }
  }
  if (parts.size() != 3) return incomplete("Authorization header holds more than three parts.");
  const std::vector<std::string> credential = Split(parts["Credential"], '/');
  if (credential.size() != 5 || credential[4] != "aws4_request") {
    return incomplete("Credential must have exactly 5 slash-delimited elements.");
  }
  found = {.key = credential[0],
           .scope = {.date = credential[1], .region = credential[2], .service = credential[3]},
           .signed_headers = Split(parts["SignedHeaders"], ';'),
           .signature = parts["Signature"]};
  return {};
}

std::optional<int64_t> ReadAmzDate(const std::string& text) {
  tm parts = {};
  const char* end = strptime(text.c_str(), "%Y%m%dT%H%M%SZ", &parts);
  if (end == nullptr || *end != '\0' || text.size() != 16) return std::nullopt;
  return timegm(&parts);
}

Verdict Wrong(std::string message) { return {Flaw::kWrong, std::move(message)}; }

Verdict CheckSignedHeaders(const Request& request, const std::vector<std::string>& names) {
  if (!std::is_sorted(names.begin(), names.end()) ||
      std::adjacent_find(names.begin(), names.end()) != names.end()) {
    return Wrong("SignedHeaders are not sorted, each once.");
  }
  const auto is_signed = [&](const std::string& name) {
    return std::binary_search(names.begin(), names.end(), name);
  };
  for (const std::string& name : names) {
    if (!request.Has(name)) return Wrong("'" + name + "' is signed but was not sent.");
  }
  if (!is_signed("host")) return Wrong("'Host' must be a 'SignedHeader'.");
  for (const Header& header : request.headers) {
    const std::string name = Lower(header.first);
    if (name.rfind("x-amz-", 0) == 0 && !is_signed(name)) {
      return Wrong("'" + name + "' must be a 'SignedHeader'.");
    }
  }
  return {};
}

Verdict CheckTime(const Request& request, const Authorization& found, int64_t now) {
  const std::string sent(request.Get("x-amz-date"));
  const std::optional<int64_t> time = ReadAmzDate(sent);
  if (!time) return {Flaw::kIncomplete, "Date must be in ISO-8601 'basic format'."};
  if (found.scope.date != sent.substr(0, 8)) {
    return Wrong("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date.");
  }
  if (*time < now - kLargestSkew) {
    return Wrong("Signature expired: " + sent + " is now earlier than " +
                 AmzDate(now - kLargestSkew) + " (" + AmzDate(now) + " - 15 min.)");
  }
  if (*time > now + kLargestSkew) {
    return Wrong("Signature not yet current: " + sent + " is still later than " +
                 AmzDate(now + kLargestSkew) + " (" + AmzDate(now) + " + 15 min.)");
  }
  return {};
}

bool SameBytes(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

Verdict CheckSignature(const Request& request, const Authorization& found, const Credentials& who,
                       const Expectation& expectation) {
  const std::vector<std::string>& regions = expectation.regions;
  if (std::find(regions.begin(), regions.end(), found.scope.region) == regions.end()) {
    return Wrong("Credential should be scoped to a valid region.");
  }
  if (found.scope.service != expectation.service) {
    return Wrong("Credential should be scoped to correct service: '" + expectation.service + "'.");
  }
  const std::string expected =
      Signature(who.secret, found.scope,
                StringToSign(std::string(request.Get("x-amz-date")), found.scope,
                             CanonicalRequest(request, found.signed_headers, expectation.rules)));
  if (!SameBytes(expected, found.signature)) {
    return Wrong(
        "The request signature we calculated does not match the signature you provided. Check "
        "your AWS Secret Access Key and signing method. Consult the service documentation for "
        "details.");
  }
  if (request.Has("x-amz-content-sha256") &&
      request.Get("x-amz-content-sha256") != Sha256Hex(request.body)) {
    return Wrong("The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
  return {};
}

}  // namespace

std::string Sha256Hex(std::string_view bytes) {
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return Hex(hash);
}

std::string AmzDate(int64_t seconds) {
  const time_t time = seconds;
  tm parts = {};
  gmtime_r(&time, &parts);
  std::array<char, 32> text = {};
  return {text.data(), strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts)};
}

std::string CanonicalRequest(const Request& request, const std::vector<std::string>& signed_headers,
                             const SigningRules& rules) {
  std::map<std::string, std::string> headers = CanonicalHeaders(request);
  const std::string path = rules.normalise_path ? NormalisedPath(request.path) : request.path;
  std::string canonical = request.method + "\n" + PercentEncode(path, true) + "\n" +
                          CanonicalQuery(request.query) + "\n";
  std::string names;
  for (const std::string& name : signed_headers) {
    canonical.append(name).append(":").append(headers[name]).append("\n");
    names.append(names.empty() ? "" : ";").append(name);
  }
  return canonical + "\n" + names + "\n" + Sha256Hex(request.body);
}

std::string StringToSign(const std::string& amz_date, const Scope& scope,
                         std::string_view canonical_request) {
  return std::string(kAlgorithm) + "\n" + amz_date + "\n" + scope.Text() + "\n" +
         Sha256Hex(canonical_request);
}

std::string Signature(const std::string& secret, const Scope& scope,
                      std::string_view string_to_sign) {
  std::string key = "AWS4" + secret;
  for (const std::string_view part :
       {std::string_view(scope.date), std::string_view(scope.region),
        std::string_view(scope.service), std::string_view("aws4_request")}) {
    key = Hmac(key, part);
  }
  return Hex(Hmac(key, string_to_sign));
}

Verdict Verify(const Request& request, const Expectation& expectation) {
  if (!request.Has("authorization")) return {Flaw::kNoSignature, "Missing Authentication Token"};
  Authorization found;
  Verdict verdict = ReadAuthorization(request.Get("authorization"), found);
  if (verdict.flaw != Flaw::kNone) return verdict;
  const auto who = std::find_if(expectation.credentials.begin(), expectation.credentials.end(),
                                [&](const Credentials& known) { return known.key == found.key; });
  if (who == expectation.credentials.end() ||
      !SameBytes(who->token, request.Get("x-amz-security-token"))) {
    return {Flaw::kUnknownKey, "The security token included in the request is invalid."};
  }
  verdict = CheckTime(request, found, expectation.now);
  if (verdict.flaw == Flaw::kNone) verdict = CheckSignedHeaders(request, found.signed_headers);
  if (verdict.flaw == Flaw::kNone) verdict = CheckSignature(request, found, *who, expectation);
  if (verdict.flaw == Flaw::kNone && who->expires != 0 && expectation.now >= who->expires) {
    return {Flaw::kExpiredToken, "The security token included in the request is expired"};
  }
  return verdict;
}

}  // namespace stackql::aws_double
