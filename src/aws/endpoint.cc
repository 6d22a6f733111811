#include "aws/endpoint.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/aws_partition.h"

namespace stackql::aws {
namespace {

constexpr size_t kLongestRegion = 32;

// Whether it may be in a host name; it need not be a region that exists.
bool IsRegionName(std::string_view region) {
  return !region.empty() && region.size() <= kLongestRegion && region.front() != '-' &&
         region.back() != '-' &&
         All(region, [](char c) { return IsLower(c) || IsDigit(c) || c == '-'; });
}

struct ServiceNames {
  std::string_view host = {};
  std::string_view signing = {};
  std::string_view variable = {};
  std::string_view section = {};  // in [services]
  // Whether the usual hosts in GovCloud are the validated ones: botocore's endpoint rules say so of
  // all but Cloud Control.
  bool plain_gov_fips = true;
};

constexpr std::array<ServiceNames, 5> kServices = {{
    {"cloudcontrolapi", "cloudcontrolapi", "AWS_ENDPOINT_URL_CLOUDCONTROL", "cloudcontrol", false},
    {"cloudformation", "cloudformation", "AWS_ENDPOINT_URL_CLOUDFORMATION", "cloudformation"},
    {"sts", "sts", "AWS_ENDPOINT_URL_STS", "sts"},
    {"iam", "iam", "AWS_ENDPOINT_URL_IAM", "iam"},
    {"access-analyzer", "access-analyzer", "AWS_ENDPOINT_URL_ACCESSANALYZER", "accessanalyzer"},
}};

// Where an address may have come from, in a message.
constexpr std::string_view kProfile = "endpoint_url of the profile";

const ServiceNames& NamesOf(Service service) { return kServices[static_cast<size_t>(service)]; }

// IAM has no regions: what is before the suffixes of a partition, and the region that its
// signatures name (botocore's endpoint rules for IAM).
struct IamHosts {
  std::string_view partition = {};
  std::string_view plain = {};
  std::string_view fips = {};
  std::string_view dual = {};
  std::string_view both = {};
  std::string_view region = {};
};

constexpr std::array<IamHosts, 8> kIam = {{
    {"aws", "iam", "iam-fips", "iam.global", "iam-fips.global", "us-east-1"},
    {"aws-cn", "iam.cn-north-1", "iam-fips", "iam.global", "iam-fips", "cn-north-1"},
    {"aws-us-gov", "iam.us-gov", "iam.us-gov", "iam.us-gov", "iam.us-gov", "us-gov-west-1"},
    {"aws-iso", "iam.us-iso-east-1", "iam-fips.us-iso-east-1", "iam", "iam-fips", "us-iso-east-1"},
    {"aws-iso-b", "iam.us-isob-east-1", "iam-fips.us-isob-east-1", "iam", "iam-fips",
     "us-isob-east-1"},
    {"aws-iso-e", "iam.eu-isoe-west-1", "iam-fips", "iam", "iam-fips", "eu-isoe-west-1"},
    {"aws-iso-f", "iam.us-isof-south-1", "iam-fips", "iam", "iam-fips", "us-isof-south-1"},
    {"aws-eusc", "iam.eusc-de-east-1", "iam-fips", "iam.global", "iam-fips", "eusc-de-east-1"},
}};

const IamHosts& IamHostsOf(const Partition& partition) {
  return *std::find_if(kIam.begin(), kIam.end(),
                       [&](const IamHosts& hosts) { return hosts.partition == partition.name; });
}

std::string IamHost(const Partition& partition, bool fips, bool dual_stack) {
  const IamHosts& hosts = IamHostsOf(partition);
  std::string host(dual_stack ? (fips ? hosts.both : hosts.dual)
                              : (fips ? hosts.fips : hosts.plain));
  return host.append(".").append(dual_stack ? partition.dual_suffix : partition.suffix);
}

std::string HostOf(Service service, std::string_view region, bool fips, bool dual_stack) {
  const Partition& partition = PartitionOf(region);
  if (service == Service::kIam) return IamHost(partition, fips, dual_stack);
  const ServiceNames& names = NamesOf(service);
  const bool plain = names.plain_gov_fips && partition.name == "aws-us-gov" && !dual_stack;
  std::string host(names.host);
  host.append(fips && !plain ? "-fips." : ".").append(region).append(".");
  return host.append(dual_stack ? partition.dual_suffix : partition.suffix);
}

// An interface endpoint of the service in somebody's network:
// vpce-1-2.cloudformation.eu-west-1.vpce.amazonaws.com. Whatever other people may have named for
// themselves under AWS's domains has no service's name in that place.
bool IsInterfaceEndpoint(std::string_view host, Service service, std::string_view region) {
  std::string ending = ".";
  ending.append(NamesOf(service).host).append(".").append(region).append(".vpce.");
  ending.append(PartitionOf(region).suffix);
  if (host.size() <= ending.size() || !host.starts_with("vpce-")) return false;
  const std::string_view name = host.substr(0, host.size() - ending.size());
  return host.substr(name.size()) == ending && name.find('.') == std::string_view::npos;
}

// Whether the host is AWS's for that service and region.
bool IsAwsHost(std::string_view host, Service service, std::string_view region) {
  for (const bool fips : {false, true}) {
    for (const bool dual_stack : {false, true}) {
      if (host == HostOf(service, region, fips, dual_stack)) return true;
    }
  }
  return IsInterfaceEndpoint(host, service, region);
}

// An address that replaces AWS's, and what named it.
struct Custom {
  std::string_view url = {};
  std::string_view origin = {};
};

Custom FindCustom(Service service, const EndpointOptions& options, const Environment& environment) {
  const ServiceNames& names = NamesOf(service);
  if (!options.url.empty()) return {options.url, "--endpoint-url"};
  if (environment.On("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) return {};
  for (const std::string_view name : {names.variable, std::string_view("AWS_ENDPOINT_URL")}) {
    if (!environment[name].empty()) return {environment[name], name};
  }
  const auto found = options.profile_urls.find(names.section);
  if (found != options.profile_urls.end()) return {found->second, kProfile};
  return {options.profile_url, kProfile};
}

Result<Endpoint> ResolveCustom(const Custom& custom, Service service,
                               const EndpointOptions& options) {
  const std::string origin(custom.origin);
  if (options.fips || options.dual_stack) {
    return Failed(origin + " sets an address, which cannot be combined with " +
                  (options.fips ? "FIPS" : "dual-stack") + " endpoints. Remove one of them.");
  }
  const std::optional<net::Url> url = net::ParseUrl(custom.url);
  // The address is not repeated: it may hold a password.
  if (!url || url->path.find('?') != std::string::npos) {
    return Failed(origin +
                  " is not a valid http or https address. Expected one such as https://host:port, "
                  "without user, query or fragment.");
  }
  if (!url->secure && !url->Loopback()) {
    return Failed(origin + " names " + url->host +
                  " without TLS, which is only allowed for this computer. Use https.");
  }
  const bool trusted =
      url->Loopback() || (url->port.empty() && IsAwsHost(url->host, service, options.region));
  return Endpoint{.url = *url, .trusted = trusted};
}

}  // namespace

Result<Endpoint> ResolveEndpoint(Service service, const EndpointOptions& options,
                                 const Environment& environment) {
  if (options.region.empty()) {
    return Failed("No region is set. Use --region or AWS_REGION.");
  }
  if (!IsRegionName(options.region)) {
    return Failed(
        "The region is not valid. Expected lowercase letters, digits and hyphens, such as "
        "eu-west-1.");
  }
  const Custom custom = FindCustom(service, options, environment);
  Result<Endpoint> endpoint = Endpoint{.trusted = true};
  if (custom.url.empty()) {
    endpoint->url.host = HostOf(service, options.region, options.fips, options.dual_stack);
  } else {
    endpoint = ResolveCustom(custom, service, options);
  }
  if (!endpoint) return endpoint;
  endpoint->region = service == Service::kIam ? IamHostsOf(PartitionOf(options.region)).region
                                              : std::string_view(options.region);
  endpoint->service = NamesOf(service).signing;
  return endpoint;
}

EndpointOptions OptionsFrom(const Environment& environment, std::string_view region,
                            const Profile& profile) {
  EndpointOptions options;
  for (const std::string_view each :
       {region, environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"], profile["region"]}) {
    if (options.region.empty()) options.region = each;
  }
  // The environment goes before the profile, also where it says no.
  const auto on = [&](std::string_view variable, std::string_view setting) {
    return environment[variable].empty() ? IsTrue(profile[setting]) : environment.On(variable);
  };
  options.fips = on("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  options.dual_stack = on("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint");
  if (IsTrue(profile["ignore_configured_endpoint_urls"])) return options;
  options.profile_url = profile["endpoint_url"];
  options.profile_urls = profile.service_endpoints;
  return options;
}

}  // namespace stackql::aws
