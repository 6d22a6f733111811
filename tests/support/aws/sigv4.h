#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/aws/http.h"

// Signature Version 4 as a server sees it: written from its description, apart from the signer
// under test, so that one does not repeat the other's mistakes.
namespace stackql::aws_double {

struct Credentials {
  std::string key = {};
  std::string secret = {};
  std::string token = {};  // empty: long-term, none is sent
  int64_t expires = 0;     // seconds since 1970; 0: never
};

std::string Sha256Hex(std::string_view bytes);
// YYYYMMDDTHHMMSSZ.
std::string AmzDate(int64_t seconds);

// What the signature of a request speaks for.
struct Scope {
  std::string date = {};  // YYYYMMDD
  std::string region = {};
  std::string service = {};

  std::string Text() const { return date + "/" + region + "/" + service + "/aws4_request"; }
};

struct SigningRules {
  bool normalise_path = true;  // all services but S3
};

std::string CanonicalRequest(const Request& request, const std::vector<std::string>& signed_headers,
                             const SigningRules& rules = {});
std::string StringToSign(const std::string& amz_date, const Scope& scope,
                         std::string_view canonical_request);
std::string Signature(const std::string& secret, const Scope& scope,
                      std::string_view string_to_sign);

enum class Flaw : uint8_t {
  kNone,
  kNoSignature,   // no Authorization at all
  kIncomplete,    // a part is missing or malformed
  kUnknownKey,    // no such access key, or not this session token
  kExpiredToken,  // the credentials were good once
  kWrong,         // the signature, the scope, the time, or a header left unsigned
};

struct Verdict {
  Flaw flaw = Flaw::kNone;
  std::string message = {};  // as AWS would say it
};

struct Expectation {
  std::vector<Credentials> credentials = {};
  std::vector<std::string> regions = {};
  std::string service = {};
  int64_t now = 0;
  SigningRules rules = {};
};

// Whether AWS would take the request for one of those whose credentials are expected.
Verdict Verify(const Request& request, const Expectation& expectation);

}  // namespace stackql::aws_double
