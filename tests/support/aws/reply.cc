#include "support/aws/reply.h"

#include <array>
#include <ctime>

namespace stackql::aws_double {
namespace {

constexpr std::string_view kJsonType = "application/x-amz-json-1.0";

Response Reply(const Call& call, int status, std::string_view type, std::string body) {
  return {.status = status,
          .headers = {{"x-amzn-RequestId", call.RequestId()}, {"Content-Type", std::string(type)}},
          .body = std::move(body)};
}

std::string_view JsonTypeOf(const Call& call) {
  return call.protocol == Protocol::kJson ? kJsonType : "application/json";
}

std::string Namespace(const Call& call) {
  if (call.service == "sts") return "https://sts.amazonaws.com/doc/2011-06-15/";
  if (call.service == "iam") return "https://iam.amazonaws.com/doc/2010-05-08/";
  return "http://cloudformation.amazonaws.com/doc/2010-05-15/";
}

struct Refusal {
  int json_status;
  const char* json;
  int query_status;
  const char* query;
};

Refusal RefusalOf(Flaw flaw) {
  switch (flaw) {
    case Flaw::kNoSignature:
      return {400, "MissingAuthenticationTokenException", 403, "MissingAuthenticationToken"};
    case Flaw::kIncomplete:
      return {400, "IncompleteSignatureException", 400, "IncompleteSignature"};
    case Flaw::kUnknownKey:
      return {400, "UnrecognizedClientException", 403, "InvalidClientTokenId"};
    case Flaw::kExpiredToken:
      return {400, "ExpiredTokenException", 403, "ExpiredToken"};
    default:
      return {400, "InvalidSignatureException", 403, "SignatureDoesNotMatch"};
  }
}

}  // namespace

Response JsonReply(const Call& call, const Json& body) {
  return Reply(call, 200, JsonTypeOf(call), body.dump());
}

Response XmlReply(const Call& call, const std::string& result) {
  const std::string body = "<" + call.operation + "Response xmlns=\"" + Namespace(call) + "\">" +
                           Nest(call.operation + "Result", result) +
                           Nest("ResponseMetadata", Element("RequestId", call.RequestId())) + "</" +
                           call.operation + "Response>\n";
  return Reply(call, 200, "text/xml", body);
}

Response ErrorReply(const Call& call, int status, const std::string& code,
                    const std::string& message) {
  if (call.protocol == Protocol::kQuery) {
    const std::string error = Element("Type", status < 500 ? "Sender" : "Receiver") +
                              Element("Code", code) + Element("Message", message);
    const std::string body = "<ErrorResponse xmlns=\"" + Namespace(call) + "\">" +
                             Nest("Error", error) + Element("RequestId", call.RequestId()) +
                             "</ErrorResponse>\n";
    return Reply(call, status, "text/xml", body);
  }
  if (call.protocol != Protocol::kJson) {
    Response reply = Reply(call, status, "application/json", Json{{"message", message}}.dump());
    reply.headers.emplace_back("x-amzn-ErrorType", code);
    return reply;
  }
  const char* key = code == "AccessDeniedException" ? "Message" : "message";
  const Json body = {{"__type", "com.amazon.coral.service#" + code}, {key, message}};
  return Reply(call, status, kJsonType, body.dump());
}

Response RefusalReply(const Call& call, const Verdict& verdict) {
  const Refusal refusal = RefusalOf(verdict.flaw);
  if (call.protocol == Protocol::kQuery) {
    return ErrorReply(call, refusal.query_status, refusal.query, verdict.message);
  }
  const int status = call.protocol == Protocol::kJson ? refusal.json_status : 403;
  return ErrorReply(call, status, refusal.json, verdict.message);
}

std::string Element(const std::string& name, std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\r':
        escaped += "&#xD;";
        break;
      default:
        escaped += c;
    }
  }
  return Nest(name, escaped);
}

std::string Nest(const std::string& name, const std::string& content) {
  return "<" + name + ">" + content + "</" + name + ">";
}

std::string IsoTime(int64_t seconds) {
  const time_t time = seconds;
  tm parts = {};
  gmtime_r(&time, &parts);
  std::array<char, 32> text = {};
  return {text.data(), strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace stackql::aws_double
