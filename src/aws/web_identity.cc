#include "aws/web_identity.h"

#include <utility>

#include "aws/credential_document.h"
#include "aws/profile.h"
#include "aws/retry.h"
#include "aws/scrub.h"
#include "aws/sign.h"
#include "aws/xml.h"

namespace stackql::aws {
namespace {

using net::Exchange;
using net::Milliseconds;

constexpr int kTries = 3;
constexpr Milliseconds kConnect{3100};
constexpr Milliseconds kTimeout{20'000};
constexpr Milliseconds kPause{500};
constexpr uint64_t kLargest = 64 << 10;

net::Request MakeRequest(const WebIdentity& identity, const net::Url& url, std::string& token) {
  net::Request request = {
      .method = net::Request::Method::kPost,
      .url = url,
      .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}};
  if (request.url.path.empty()) request.url.path = "/";
  const std::string name =
      identity.session_name.empty() ? std::string("stackql-lint") : identity.session_name;
  std::string encoded = UriEncode(token);
  request.body.reserve(encoded.size() + identity.role.size() * 3 + name.size() * 3 + 128);
  request.body.append("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=");
  request.body.append(UriEncode(identity.role)).append("&RoleSessionName=");
  request.body.append(UriEncode(name)).append("&WebIdentityToken=").append(encoded);
  Wipe(encoded);
  Wipe(token);
  return request;
}

// What a response of another status says.
ServiceError ErrorOf(const Exchange& exchange) {
  return exchange.result == Exchange::Result::kResponse && exchange.status != 200
             ? ReadError(exchange, Protocol::kQuery)
             : ServiceError();
}

// STS could not reach who issued the token: it says so by this code.
bool MayPass(const Exchange& exchange) {
  if (exchange.result != Exchange::Result::kResponse) {
    return exchange.result == Exchange::Result::kTransient;
  }
  const ServiceError error = ErrorOf(exchange);
  const Fault fault = FaultOf(exchange.status, error);
  return error.code == "IDPCommunicationError" || fault == Fault::kTransient ||
         fault == Fault::kThrottling;
}

Exchange Ask(const net::Request& request, net::Transport& transport, net::Clock& clock,
             const net::Progress& progress) {
  Milliseconds pause = kPause;
  for (int tries = 1;; ++tries) {
    Exchange exchange = transport.Send(
        request, {.largest = kLargest, .timeout = kTimeout, .connect = kConnect}, progress);
    if (!MayPass(exchange) || tries == kTries) return exchange;
    clock.Sleep(pause);
    pause *= 2;
  }
}

Result<Credentials> ReadReply(const std::string& body) {
  XmlElement root;
  const bool read = ParseXml(body, root) && root.name == "AssumeRoleWithWebIdentityResponse" &&
                    root.children.size() > 0;
  XmlElement* found = nullptr;
  for (XmlElement& result : root.children) {
    if (!read || result.name != "AssumeRoleWithWebIdentityResult") continue;
    for (XmlElement& each : result.children) {
      if (each.name == "Credentials") found = &each;
    }
  }
  Credentials credentials = {.source = "a web identity"};
  for (XmlElement& each : found != nullptr ? found->children : root.children) {
    if (each.name == "AccessKeyId") credentials.access_key_id = each.text;
    if (each.name == "SecretAccessKey") {
      credentials.secret_access_key = Secret(std::move(each.text));
    }
    if (each.name == "SessionToken") credentials.session_token = Secret(std::move(each.text));
    if (each.name == "Expiration") credentials.expiration = ReadExpiration(each.text);
  }
  if (found == nullptr || credentials.access_key_id.empty() ||
      credentials.secret_access_key.empty() || credentials.session_token.empty()) {
    return Failed("STS answered AssumeRoleWithWebIdentity with an incomplete response.");
  }
  return credentials;
}

}  // namespace

Result<Credentials> WebIdentityCredentials(const WebIdentity& identity,
                                           const EndpointOptions& endpoints,
                                           const Environment& environment,
                                           net::Transport& transport, net::Clock& clock,
                                           const net::Progress& progress) {
  const Result<Endpoint> endpoint = ResolveEndpoint(Service::kSts, endpoints, environment);
  if (!endpoint) return tl::unexpected(endpoint.error());
  if (!endpoint->trusted) {
    return Failed("The web identity token is not sent to " + endpoint->url.host +
                  ", which is neither AWS's STS host nor this computer.");
  }
  Result<std::string> token = ReadSmallFile(identity.token_file);
  if (!token) return Failed("There is no web identity token. " + token.error().message);
  if (token->empty()) {
    return Failed("'" + identity.token_file + "', the file of the web identity's token, is empty.");
  }
  net::Request request = MakeRequest(identity, endpoint->url, *token);
  Exchange exchange = Ask(request, transport, clock, progress);
  WipeRequest(request);
  if (exchange.result != Exchange::Result::kResponse) {
    return Failed("Cannot get credentials from STS: " + Scrub(exchange.error, nullptr) + ".");
  }
  if (exchange.status == 200) {
    Result<Credentials> credentials = ReadReply(exchange.body);
    Wipe(exchange.body);
    return credentials;
  }
  const ServiceError error = ErrorOf(exchange);
  return Failed("STS returned no credentials for the web identity: " +
                (error.code.empty() ? "status " + std::to_string(exchange.status) : error.code) +
                (error.message.empty() ? "" : ": " + Scrub(error.message, nullptr)));
}

}  // namespace stackql::aws
