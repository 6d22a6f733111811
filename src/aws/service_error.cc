#include "aws/service_error.h"

#include <algorithm>
#include <array>

#include "aws/json_document.h"
#include "aws/xml.h"
#include "base/ascii.h"

namespace stackql::aws {
namespace {

constexpr size_t kLongestCode = 128;

constexpr std::array kCredentialCodes = std::to_array<std::string_view>(
    {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidAccessKeyId",
     "UnrecognizedClientException", "MissingAuthenticationToken",
     "MissingAuthenticationTokenException", "SignatureDoesNotMatch", "InvalidSignatureException",
     "IncompleteSignature", "IncompleteSignatureException"});

ServiceError ReadJson(const net::Exchange& exchange) {
  const JsonDocument document(exchange.body);
  const JsonNode root = document.root();
  ServiceError error;
  for (const std::string& text : {std::string(exchange.Find("x-amzn-ErrorType")),
                                  root["__type"].Text(), root["code"].Text()}) {
    if (error.code.empty()) error.code = ErrorCode(text);
  }
  error.message = root["message"] ? root["message"].Text() : root["Message"].Text();
  return error;
}

ServiceError ReadXml(const net::Exchange& exchange) {
  XmlElement root;
  if (!ParseXml(exchange.body, root)) return {};
  const XmlElement* error = root.Child("Error");
  if (root.name != "ErrorResponse" || error == nullptr) return {};
  return {ErrorCode(error->TextOf("Code")), error->TextOf("Message"), root.TextOf("RequestId")};
}

}  // namespace

ServiceError ReadError(const net::Exchange& exchange, Protocol protocol) {
  ServiceError error = protocol == Protocol::kQuery ? ReadXml(exchange) : ReadJson(exchange);
  if (error.request_id.empty()) error.request_id = RequestId(exchange);
  return error;
}

std::string ErrorCode(std::string_view text) {
  text = text.substr(0, text.find(':'));
  text = text.substr(text.rfind('#') + 1);
  const bool plain = text.size() <= kLongestCode && All(text, [](char c) {
                       return IsAlnum(c) || c == '.' || c == '_' || c == '-';
                     });
  return plain ? std::string(text) : "";
}

bool RefusesCredentials(const ServiceError& error) {
  return std::find(kCredentialCodes.begin(), kCredentialCodes.end(), error.code) !=
         kCredentialCodes.end();
}

std::string RequestId(const net::Exchange& exchange) {
  return std::string(exchange.Find("x-amzn-RequestId"));
}

}  // namespace stackql::aws
