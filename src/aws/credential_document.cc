#include "aws/credential_document.h"

#include <cctype>
#include <cstdlib>
#include <ctime>

#include "aws/json_document.h"

namespace stackql::aws {
namespace {

// "+02:00", "-0230" or "Z" in seconds.
std::optional<int64_t> ReadOffset(const std::string& text) {
  if (text == "Z" || text == "z" || text.empty()) return 0;
  std::string digits;
  for (const char c : text.substr(1)) {
    if (c != ':') digits += c;
  }
  const bool plain = digits.find_first_not_of("0123456789") == std::string::npos;
  if ((text[0] != '+' && text[0] != '-') || digits.size() != 4 || !plain) return std::nullopt;
  const int hours = std::atoi(digits.substr(0, 2).c_str());
  const int minutes = std::atoi(digits.substr(2).c_str());
  return (text[0] == '-' ? -60 : 60) * (hours * 60 + minutes);
}

}  // namespace

std::optional<int64_t> ReadIsoTime(std::string_view text) {
  const std::string time(text);
  tm parts = {};
  const char* end = strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (end == nullptr) return std::nullopt;
  if (*end == '.') {
    ++end;
    while (std::isdigit(static_cast<unsigned char>(*end)) != 0) ++end;
  }
  const std::optional<int64_t> offset = ReadOffset(end);
  if (!offset) return std::nullopt;
  return timegm(&parts) - *offset;
}

CredentialsResult ReadCredentials(std::string text, const std::string& source) {
  const JsonDocument document(std::move(text), true);
  const JsonNode root = document.root();
  Credentials credentials = {.access_key_id = root["AccessKeyId"].Text(),
                             .secret_access_key = Secret(root["SecretAccessKey"].Text()),
                             .source = source};
  // Programs write it in the one way, containers in the other.
  credentials.session_token =
      Secret(root["SessionToken"] ? root["SessionToken"].Text() : root["Token"].Text());
  if (root["Version"] && root["Version"].Number() != 1) {
    return {.error = source + " returned credentials of an unknown version; expected version 1."};
  }
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return {.error = source +
                     " returned no credentials. Expected a JSON object with AccessKeyId and "
                     "SecretAccessKey."};
  }
  if (root["Expiration"].IsString()) {
    credentials.expiration = ReadIsoTime(root["Expiration"].Text());
    if (!credentials.expiration) {
      return {.error = source +
                       " returned credentials with an invalid Expiration. Expected a time such as "
                       "2026-01-31T12:00:00Z."};
    }
  }
  return {.credentials = std::move(credentials)};
}

}  // namespace stackql::aws
