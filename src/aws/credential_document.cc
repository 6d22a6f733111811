#include "aws/credential_document.h"

#include "aws/json_document.h"
#include "base/time.h"

namespace stackql::aws {

std::optional<int64_t> ReadExpiration(std::string_view text) {
  const std::optional<IsoTime> time = ParseIsoTime(text);
  return time && time->has_time ? std::optional(time->seconds) : std::nullopt;
}

Result<Credentials> ReadCredentials(std::string text, const std::string& source) {
  const JsonDocument document(std::move(text), true);
  const JsonNode root = document.root();
  Credentials credentials = {.access_key_id = root["AccessKeyId"].Text(),
                             .secret_access_key = Secret(root["SecretAccessKey"].Text()),
                             .source = source};
  // Programs write it in the one way, containers in the other.
  credentials.session_token =
      Secret(root["SessionToken"] ? root["SessionToken"].Text() : root["Token"].Text());
  if (root["Version"] && root["Version"].Number() != 1) {
    return Failed(source + " returned credentials of an unknown version; expected version 1.");
  }
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return Failed(
        source +
        " returned no credentials. Expected a JSON object with AccessKeyId and SecretAccessKey.");
  }
  if (root["Expiration"].IsString()) {
    credentials.expiration = ReadExpiration(root["Expiration"].Text());
    if (!credentials.expiration) {
      return Failed(source +
                    " returned credentials with an invalid Expiration. Expected a time such as "
                    "2026-01-31T12:00:00Z.");
    }
  }
  return credentials;
}

}  // namespace stackql::aws
