#include <algorithm>

#include "support/archives.h"
#include "support/aws/faults.h"

namespace stackql::aws_double {
namespace {

constexpr std::string_view kPage =
    "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Please log in.</body></html>";

bool IsXml(const Call& call) { return call.protocol == Protocol::kQuery; }

int64_t AmountOr(const Fault& fault, int64_t usual) {
  return fault.amount != 0 ? fault.amount : usual;
}

// The query protocol's errors have shorter names.
std::string CodeFor(const Fault& fault, const Call& call) {
  return IsXml(call) && fault.code == "ThrottlingException" ? "Throttling" : fault.code;
}

Response Error(const Fault& fault, const Call& call) {
  const int usual = fault.kind == FaultKind::kRetryAfter ? 429 : 400;
  const std::string code = CodeFor(fault, call);
  Response reply =
      ErrorReply(call, fault.status != 0 ? fault.status : usual, code, "Rate exceeded");
  if (fault.kind == FaultKind::kRetryAfter) {
    reply.headers.emplace_back("x-amz-retry-after", std::to_string(AmountOr(fault, 1500)));
  } else if (fault.kind == FaultKind::kErrorHeaderOnly) {
    std::erase_if(reply.headers, [](const Header& one) { return one.first == "x-amzn-ErrorType"; });
    reply.headers.emplace_back("x-amzn-ErrorType", code);
    reply.body = "{}";
  } else if (fault.kind == FaultKind::kErrorPlainType) {
    reply.body = Json{{"__type", code}, {"message", "Rate exceeded"}}.dump();
  } else if (fault.kind == FaultKind::kErrorUriType) {
    reply.body = Json{{"__type", code + ":http://internal.amazon.com/coral/com.amazon.coral/"},
                      {"message", "Rate exceeded"}}
                     .dump();
  }
  return reply;
}

Response Page(const Fault& fault) {
  Response reply = {.status = fault.status, .headers = {{"Content-Type", "text/html"}}};
  if (fault.kind == FaultKind::kRedirect) {
    reply.status = fault.status != 0 ? fault.status : 307;
    reply.headers.emplace_back("Location", fault.location);
  } else {
    reply.status = fault.status != 0 ? fault.status : 200;
    reply.body = kPage;
  }
  return reply;
}

// Puts XML or a JSON member before all else in the answer.
std::string Inserted(const Call& call, const std::string& body, const std::string& xml,
                     const std::string& member) {
  const std::string mark = IsXml(call) ? "<" + call.operation + "Result>" : "{";
  const size_t at = body.find(mark);
  if (at == std::string::npos) return body;
  std::string changed = body;
  const bool alone = body.compare(at, 2, "{}") == 0;
  return changed.insert(at + mark.size(), IsXml(call) ? xml : member + (alone ? "" : ","));
}

// Calls `change` with each Properties text of a Cloud Control answer.
template <typename Change>
std::string WithProperties(const std::string& body, Change change) {
  Json all = Json::parse(body, nullptr, false);
  if (!all.is_object()) return body;
  const auto apply = [&](Json& one) {
    if (one.contains("Properties")) one["Properties"] = change(one["Properties"]);
  };
  if (all.contains("ResourceDescription")) apply(all["ResourceDescription"]);
  if (all.contains("ResourceDescriptions")) {
    for (Json& one : all["ResourceDescriptions"]) apply(one);
  }
  return all.dump();
}

std::string Doubled(const std::string& text) {
  const Json object = Json::parse(text, nullptr, false);
  if (!object.is_object() || object.empty()) return text;
  std::string first;
  for (const auto& [name, value] : object.items()) first += Json(name).dump() + ":null,";
  return "{" + first + text.substr(text.find('{') + 1);
}

std::string Deep(const Call& call, size_t depth) {
  if (!IsXml(call)) return std::string(depth, '[') + std::string(depth, ']');
  std::string deep;
  for (size_t i = 0; i < depth; ++i) deep += "<a>";
  for (size_t i = 0; i < depth; ++i) deep += "</a>";
  return deep;
}

std::string EntityBomb() {
  std::string bomb = R"(<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "boom">)";
  for (int i = 1; i < 10; ++i) {
    bomb += "<!ENTITY e" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) bomb += "&e" + std::to_string(i - 1) + ";";
    bomb += "\">";
  }
  return bomb + "]><a>&e9;</a>";
}

std::string WrongShape(const Call& call) {
  if (IsXml(call)) return "<Other><Thing>1</Thing></Other>";
  return R"({"TypeName":7,"ResourceDescription":[1],"ResourceDescriptions":{"a":1},)"
         R"("NextToken":{},"findings":"none","nextToken":[]})";
}

std::string SpoiledBody(const Fault& fault, const Call& call, const std::string& body) {
  switch (fault.kind) {
    case FaultKind::kNotJson:
      return body.substr(0, body.size() / 2);
    case FaultKind::kWrongShape:
      return WrongShape(call);
    case FaultKind::kPropertiesNotJson:
      return WithProperties(body, [](const Json&) { return R"({"BucketName":)"; });
    case FaultKind::kDuplicateKeys:
      return Doubled(WithProperties(body, [](const Json& text) { return Doubled(text); }));
    case FaultKind::kDepthBomb:
      return Deep(call, static_cast<size_t>(AmountOr(fault, 100'000)));
    case FaultKind::kHugeBody: {
      const std::string padding(static_cast<size_t>(AmountOr(fault, 32 << 20)), 'x');
      return Inserted(call, body, Nest("Padding", padding), R"("Padding":")" + padding + "\"");
    }
    case FaultKind::kInvalidUtf8:
      return Inserted(call, body, "<Bad>\xC3(</Bad>", "\"Bad\":\"\xC3(\"");
    case FaultKind::kByteOrderMark:
      return "\xEF\xBB\xBF" + body;
    case FaultKind::kGzip:
      return testing_support::Gzip(body);
    case FaultKind::kEntityBomb:
      return EntityBomb();
    case FaultKind::kUnknownElements:
      return Inserted(call, body,
                      "<!-- a comment --><Unheard of=\"1\"><Member><![CDATA[<x>]]></Member>"
                      "</Unheard>",
                      R"("Unheard":{"of":[1,null]})");
    default:
      return body;
  }
}

}  // namespace

Response SpoilContent(const Fault& fault, const Call& call, Response good) {
  if (fault.kind <= FaultKind::kRetryAfter) return Error(fault, call);
  if (fault.kind <= FaultKind::kRedirect) return Page(fault);
  good.body = SpoiledBody(fault, call, good.body);
  if (fault.kind == FaultKind::kGzip) good.headers.emplace_back("Content-Encoding", "gzip");
  return good;
}

Wire WholeWire(Response response) {
  response.headers.emplace_back("Content-Length", std::to_string(response.body.size()));
  return {.bytes = WriteHead(response) + response.body};
}

Wire SpoilWire(const Fault& fault, Response response) {
  const std::string half = response.body.substr(0, response.body.size() / 2);
  Wire wire = WholeWire(response);
  const std::string head = wire.bytes.substr(0, wire.bytes.find("\r\n\r\n") + 4);
  switch (fault.kind) {
    case FaultKind::kResetBeforeHead:
      return {.bytes = "", .ending = Ending::kReset};
    case FaultKind::kResetAfterHead:
      return {.bytes = head + half, .ending = Ending::kReset};
    case FaultKind::kCloseBeforeHead:
      return {.bytes = "", .ending = Ending::kClose};
    case FaultKind::kCloseAfterHead:
      return {.bytes = head, .ending = Ending::kClose};
    case FaultKind::kShortBody:
      return {.bytes = head + half, .ending = Ending::kClose};
    case FaultKind::kBrokenChunk: {
      response.headers.emplace_back("Transfer-Encoding", "chunked");
      return {.bytes = WriteHead(response) + "5\r\n" + response.body.substr(0, 5) + "\r\nZZ\r\n",
              .ending = Ending::kClose};
    }
    case FaultKind::kTruncated:
      response.headers.emplace_back("Connection", "close");
      return {.bytes = WriteHead(response) + half, .ending = Ending::kClose};
    case FaultKind::kDrip:
      wire.drip_milliseconds = static_cast<int>(AmountOr(fault, 50));
      return wire;
    case FaultKind::kHang:
      return {.bytes = "", .ending = Ending::kHang};
    default:
      return wire;
  }
}

}  // namespace stackql::aws_double
