#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "aws/environment.h"
#include "aws/profile.h"
#include "base/result.h"
#include "net/url.h"

namespace stackql::aws {

enum class Service : uint8_t {
  kCloudControl,
  kCloudFormation,
  kSts,
  kIam,
  kAccessAnalyzer,
};

// Where requests to a service go, and what their signatures name.
struct Endpoint {
  net::Url url = {};
  std::string region = {};   // of the signature
  std::string service = {};  // of the signature
  // Whether credentials may go there: AWS's own host of that service, or this computer.
  bool trusted = false;
};

struct EndpointOptions {
  std::string region = {};
  bool fips = false;        // hosts with validated cryptography
  bool dual_stack = false;  // hosts that have IPv6 addresses too
  std::string url = {};     // in place of AWS's own; from the caller's command line
  // The same from the caller's profile: of all services, and by service ("cloudcontrol").
  std::string profile_url = {};
  std::map<std::string, std::string, std::less<>> profile_urls = {};
};

// As the SDKs resolve it: the caller's URL; unless AWS_IGNORE_CONFIGURED_ENDPOINT_URLS,
// AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL and those of the profile; AWS's own host.
Result<Endpoint> ResolveEndpoint(Service service, const EndpointOptions& options,
                                 const Environment& environment);

// The region of the command line, of AWS_REGION, AWS_DEFAULT_REGION or the profile, whatever comes
// first; and what environment and profile say of the kind of endpoint.
EndpointOptions OptionsFrom(const Environment& environment, std::string_view region,
                            const Profile& profile);

}  // namespace stackql::aws
