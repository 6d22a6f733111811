#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "support/aws/call.h"

// Replies in the three protocols.
namespace stackql::aws_double {

using Json = nlohmann::ordered_json;

Response JsonReply(const Call& call, const Json& body);
// <OpResponse><OpResult>`result`</OpResult>...
Response XmlReply(const Call& call, const std::string& result);
Response ErrorReply(const Call& call, int status, const std::string& code,
                    const std::string& message);
// A bad signature, in the words of the call's protocol.
Response RefusalReply(const Call& call, const Verdict& verdict);

// <name>text</name>, escaped; Nest takes the content as it is.
std::string Element(const std::string& name, std::string_view text);
std::string Nest(const std::string& name, const std::string& content);

// An ISO 8601 time.
std::string IsoTime(int64_t seconds);

}  // namespace stackql::aws_double
