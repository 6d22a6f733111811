#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.h"
#include "net/transport.h"

namespace stackql::aws {

// For which service, where and when a signature holds.
struct SigningScope {
  std::string region = {};
  std::string service = {};    // the signing name, which is not always that of the host
  int64_t time = 0;            // seconds since 1970
  bool normalize_path = true;  // as all services but S3 do
};

// What is signed of a request.
struct SignedParts {
  std::string_view method = {};
  std::string_view path = {};   // as it is sent
  std::string_view query = {};  // as it is sent, without the question mark
  std::vector<net::Header> headers = {};
  std::string_view body = {};
};

// The steps of Signature Version 4, as "Create a signed AWS API request" in AWS's IAM User Guide
// names them.
struct Signature {
  std::string canonical_request = {};
  std::string string_to_sign = {};
  std::string signature = {};      // in hexadecimal digits
  std::string authorization = {};  // the value of the header
};

Signature Sign(const SignedParts& parts, const Credentials& credentials, const SigningScope& scope);

// Adds the headers Host, X-Amz-Date, X-Amz-Security-Token (if there is one) and Authorization, in
// place of those from an earlier signature.
void SignRequest(net::Request& request, const Credentials& credentials, const SigningScope& scope);

// Zeroes what signing added, and the body.
void WipeRequest(net::Request& request);

// All but letters, digits and -_.~ as %XX, and '/' too unless it is kept.
std::string UriEncode(std::string_view text, bool keep_slash = false);

// "20150830T123600Z".
std::string AmzDate(int64_t time);

// SHA-256, in lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace stackql::aws
