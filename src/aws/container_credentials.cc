#include "aws/container_credentials.h"

#include <algorithm>
#include <array>
#include <string>

#include "aws/credential_document.h"
#include "aws/profile.h"
#include "aws/scrub.h"
#include "aws/sign.h"

namespace stackql::aws {
namespace {

using net::Exchange;
using net::Milliseconds;

constexpr std::string_view kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr std::string_view kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr std::string_view kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";
constexpr std::string_view kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";

// Hosts of ECS and EKS that answer without TLS: "Container credential provider" in the AWS SDKs and
// Tools Reference Guide.
constexpr std::string_view kEcs = "169.254.170.2";
constexpr std::array<std::string_view, 3> kPlainHosts = {kEcs, "169.254.170.23", "[fd00:ec2::23]"};

constexpr int kTries = 3;
constexpr Milliseconds kTimeout{2000};
constexpr Milliseconds kPause{500};
constexpr uint64_t kLargest = 64 << 10;

std::optional<net::Url> UrlOf(const Environment& environment) {
  if (environment[kRelative].empty()) return net::ParseUrl(environment[kFull]);
  return net::ParseUrl("http://" + std::string(kEcs) + std::string(environment[kRelative]));
}

bool MayBeAsked(const net::Url& url) {
  return url.secure || url.Loopback() ||
         std::find(kPlainHosts.begin(), kPlainHosts.end(), url.host) != kPlainHosts.end();
}

// Empty if none is to be sent.
Result<std::string> ReadToken(const Environment& environment) {
  const std::string file(environment[kTokenFile]);
  Result<std::string> token = std::string(environment[kToken]);
  if (!file.empty()) token = ReadSmallFile(file);
  if (!token) return Failed(std::string(kTokenFile) + " cannot be used. " + token.error().message);
  if (token->find_first_of("\r\n") == std::string::npos) return token;
  Wipe(*token);
  return Failed(std::string(file.empty() ? kToken : kTokenFile) +
                " contains a token of more than one line, which a header cannot carry.");
}

Exchange Ask(const net::Request& request, net::Transport& transport, net::Clock& clock,
             const net::Progress& progress) {
  for (int tries = 1;; ++tries) {
    Exchange exchange = transport.Send(
        request, {.largest = kLargest, .timeout = kTimeout, .connect = kTimeout}, progress);
    const bool trouble = exchange.result == Exchange::Result::kTransient ||
                         (exchange.result == Exchange::Result::kResponse && exchange.status >= 500);
    if (!trouble || tries == kTries) return exchange;
    clock.Sleep(kPause);
  }
}

}  // namespace

bool HasContainerCredentials(const Environment& environment) {
  return !environment[kRelative].empty() || !environment[kFull].empty();
}

Result<Credentials> ContainerCredentials(const Environment& environment, net::Transport& transport,
                                         net::Clock& clock, const net::Progress& progress) {
  const std::string source(environment[kRelative].empty() ? kFull : kRelative);
  const std::optional<net::Url> url = UrlOf(environment);
  if (!url) return Failed(source + " is not a valid address.");
  if (!MayBeAsked(*url) || (source == kRelative && url->host != kEcs)) {
    return Failed(source + " names " + url->host +
                  " without TLS, but is neither this computer nor a container's endpoint.");
  }
  net::Request request = {.url = *url, .headers = {{"Accept", "application/json"}}};
  Result<std::string> token = ReadToken(environment);
  if (!token) return tl::unexpected(token.error());
  if (!token->empty()) request.headers.push_back({"Authorization", *token});
  Wipe(*token);
  Exchange exchange = Ask(request, transport, clock, progress);
  WipeRequest(request);
  if (exchange.result != Exchange::Result::kResponse) {
    return Failed("The endpoint of " + source +
                  " could not be reached: " + Scrub(exchange.error, nullptr) + ".");
  }
  if (exchange.status == 200) {
    return ReadCredentials(std::move(exchange.body), "the endpoint of " + source);
  }
  return Failed("The endpoint of " + source + " answered with status " +
                std::to_string(exchange.status) + ", expected 200.");
}

}  // namespace stackql::aws
