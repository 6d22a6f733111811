#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/endpoint.h"
#include "base/aws_partition.h"

namespace stackql::aws {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Row {
  Service service = Service::kCloudControl;
  std::string region = {};
  bool fips = false;
  bool dual_stack = false;
  std::string host = {};
  std::string signing_region = {};  // empty: the region itself
};

std::vector<Row> Rows() {
  using enum Service;
  return {
      {kCloudControl, "eu-west-1", false, false, "cloudcontrolapi.eu-west-1.amazonaws.com"},
      {kCloudControl, "us-east-1", true, false, "cloudcontrolapi-fips.us-east-1.amazonaws.com"},
      {kCloudControl, "us-east-1", false, true, "cloudcontrolapi.us-east-1.api.aws"},
      {kCloudControl, "us-east-1", true, true, "cloudcontrolapi-fips.us-east-1.api.aws"},
      {kCloudControl, "us-gov-west-1", true, false,
       "cloudcontrolapi-fips.us-gov-west-1.amazonaws.com"},
      {kCloudControl, "cn-north-1", false, false, "cloudcontrolapi.cn-north-1.amazonaws.com.cn"},
      {kCloudControl, "cn-north-1", false, true,
       "cloudcontrolapi.cn-north-1.api.amazonwebservices.com.cn"},
      {kCloudControl, "us-iso-east-1", false, false, "cloudcontrolapi.us-iso-east-1.c2s.ic.gov"},
      {kCloudControl, "us-isob-east-1", false, false,
       "cloudcontrolapi.us-isob-east-1.sc2s.sgov.gov"},
      {kCloudControl, "eu-isoe-west-1", false, false,
       "cloudcontrolapi.eu-isoe-west-1.cloud.adc-e.uk"},
      {kCloudControl, "us-isof-south-1", false, false,
       "cloudcontrolapi.us-isof-south-1.csp.hci.ic.gov"},
      {kCloudControl, "eusc-de-east-1", false, false,
       "cloudcontrolapi.eusc-de-east-1.amazonaws.eu"},
      {kCloudControl, "xx-new-1", false, false, "cloudcontrolapi.xx-new-1.amazonaws.com"},
      {kCloudFormation, "eu-west-1", false, false, "cloudformation.eu-west-1.amazonaws.com"},
      {kCloudFormation, "us-east-2", true, false, "cloudformation-fips.us-east-2.amazonaws.com"},
      {kCloudFormation, "us-gov-east-1", true, false, "cloudformation.us-gov-east-1.amazonaws.com"},
      {kCloudFormation, "us-gov-east-1", true, true, "cloudformation-fips.us-gov-east-1.api.aws"},
      {kSts, "eu-west-1", false, false, "sts.eu-west-1.amazonaws.com"},
      {kSts, "us-gov-west-1", true, false, "sts.us-gov-west-1.amazonaws.com"},
      {kAccessAnalyzer, "us-west-2", true, false, "access-analyzer-fips.us-west-2.amazonaws.com"},
      {kIam, "eu-west-1", false, false, "iam.amazonaws.com", "us-east-1"},
      {kIam, "eu-west-1", true, false, "iam-fips.amazonaws.com", "us-east-1"},
      {kIam, "eu-west-1", false, true, "iam.global.api.aws", "us-east-1"},
      {kIam, "cn-northwest-1", false, false, "iam.cn-north-1.amazonaws.com.cn", "cn-north-1"},
      {kIam, "us-gov-east-1", true, false, "iam.us-gov.amazonaws.com", "us-gov-west-1"},
      {kIam, "us-iso-west-1", true, false, "iam-fips.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"},
      {kIam, "eusc-de-east-1", false, false, "iam.eusc-de-east-1.amazonaws.eu"},
  };
}

TEST(Endpoints, AreThoseOfTheSdks) {
  for (const Row& row : Rows()) {
    SCOPED_TRACE(row.host);
    const Result<Endpoint> result = ResolveEndpoint(
        row.service, {.region = row.region, .fips = row.fips, .dual_stack = row.dual_stack}, {});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ(result->url.Text(), "https://" + row.host);
    EXPECT_EQ(result->region, row.signing_region.empty() ? row.region : row.signing_region);
    EXPECT_TRUE(result->trusted);
  }
}

TEST(Endpoints, AreKnownInEachPartition) {
  for (const Partition& partition : Partitions()) {
    EXPECT_EQ(PartitionOf(partition.global_region).name, partition.name);
    for (const Service service : {Service::kCloudControl, Service::kIam}) {
      for (const bool dual_stack : {false, true}) {
        const Result<Endpoint> result = ResolveEndpoint(
            service, {.region = std::string(partition.global_region), .dual_stack = dual_stack},
            {});
        EXPECT_THAT(result->url.host,
                    testing::EndsWith(
                        "." + std::string(dual_stack ? partition.dual_suffix : partition.suffix)));
      }
    }
  }
}

TEST(Endpoints, NeedARegionThatCanStandInAHost) {
  for (const char* region : {"evil.example/", "eu west", "EU-WEST-1", "-a", "a-", "eu.west",
                             "a2345678901234567890123456789012x", "x@y"}) {
    const Result<Endpoint> result = ResolveEndpoint(Service::kSts, {.region = region}, {});
    EXPECT_THAT(result.error().message, HasSubstr("The region is not valid")) << region;
    EXPECT_FALSE(result->trusted);
  }
  EXPECT_THAT(ResolveEndpoint(Service::kSts, {}, {}).error().message, HasSubstr("--region"));
}

Result<Endpoint> Custom(const std::string& url, Service service = Service::kCloudControl) {
  return ResolveEndpoint(service, {.region = "eu-west-1"},
                         Environment{.variables = {{"AWS_ENDPOINT_URL", url}}});
}

TEST(Endpoints, MayBeReplaced) {
  const Environment environment{.variables = {{"AWS_ENDPOINT_URL", "http://127.0.0.1:9/all"},
                                              {"AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9/sts"},
                                              {"AWS_ENDPOINT_URL_CLOUDCONTROL", ""}}};
  const auto resolve = [&](Service service, const std::string& url) {
    return ResolveEndpoint(service, {.region = "eu-west-1", .url = url}, environment);
  };
  EXPECT_EQ(resolve(Service::kSts, "")->url.path, "/sts");
  EXPECT_EQ(resolve(Service::kCloudControl, "")->url.path, "/all");
  EXPECT_EQ(resolve(Service::kSts, "http://[::1]:1/own")->url.path, "/own");
  const Endpoint iam = resolve(Service::kIam, "").value();
  EXPECT_EQ(iam.region, "us-east-1") << "signatures name the region of the real service";
  EXPECT_EQ(iam.service, "iam");
}

TEST(Endpoints, OfTheEnvironmentMayBeIgnored) {
  const Environment environment{.variables = {{"AWS_ENDPOINT_URL", "http://127.0.0.1:9"},
                                              {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"}}};
  EXPECT_EQ(ResolveEndpoint(Service::kSts, {.region = "eu-west-1"}, environment)->url.host,
            "sts.eu-west-1.amazonaws.com");
}

TEST(Endpoints, OfOthersGetNoTrust) {
  for (const char* url :
       {"https://evil.example", "https://cloudcontrolapi.eu-west-1.amazonaws.com.evil.example",
        "https://evilcloudcontrolapi.eu-west-1.amazonaws.com",
        "https://a.execute-api.eu-west-1.amazonaws.com", "https://bucket.s3.amazonaws.com",
        "https://vpce-1.vpce-svc-2.eu-west-1.vpce.amazonaws.com",
        "https://x.vpce-1.cloudcontrolapi.eu-west-1.vpce.amazonaws.com",
        "https://cloudcontrolapi.eu-west-1.amazonaws.com:8443", "https://169.254.169.254",
        "https://127.evil.example", "https://localhost.evil.example"}) {
    const Result<Endpoint> result = Custom(url);
    ASSERT_TRUE(result) << url;
    EXPECT_FALSE(result->trusted) << url;
  }
}

TEST(Endpoints, OfAwsAndThisComputerAreTrusted) {
  for (const char* url : {"http://127.0.0.1:8000", "https://localhost:9297", "http://[::1]:1",
                          "https://cloudcontrolapi.eu-west-1.amazonaws.com",
                          "https://cloudcontrolapi.eu-west-1.api.aws",
                          "https://cloudcontrolapi-fips.eu-west-1.amazonaws.com",
                          "https://vpce-12-ab.cloudcontrolapi.eu-west-1.vpce.amazonaws.com"}) {
    EXPECT_TRUE(Custom(url)->trusted) << url;
  }
}

TEST(Endpoints, ThatAreNotPlainAreRefusedUnrepeated) {
  for (const char* url : {"https://user:canary@host", "ftp://host", "https://host/a?canary=1",
                          "https://host#canary", "host", "https://"}) {
    const Result<Endpoint> result = Custom(url);
    EXPECT_THAT(result.error().message, HasSubstr("AWS_ENDPOINT_URL is not a valid")) << url;
    EXPECT_THAT(result.error().message, Not(HasSubstr("canary")));
  }
  EXPECT_THAT(Custom("http://internal.example").error().message, HasSubstr("without TLS"));
}

TEST(Endpoints, AreNotReplacedAndMoreThanPlain) {
  for (const char* name : {"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"}) {
    const Environment environment{
        .variables = {{name, "true"}, {"AWS_ENDPOINT_URL", "http://127.0.0.1:1"}}};
    const EndpointOptions options = OptionsFrom(environment, "eu-west-1", {});
    EXPECT_THAT(ResolveEndpoint(Service::kSts, options, environment).error().message,
                HasSubstr("cannot be combined with"));
  }
}

TEST(Endpoints, TakeTheFirstRegion) {
  const Environment both{.variables = {{"AWS_REGION", "b"}, {"AWS_DEFAULT_REGION", "c"}}};
  const Environment one{.variables = {{"AWS_DEFAULT_REGION", "c"}}};
  Profile profile;
  profile.settings["region"] = "d";
  EXPECT_EQ(OptionsFrom(both, "a", profile).region, "a");
  EXPECT_EQ(OptionsFrom(both, "", profile).region, "b");
  EXPECT_EQ(OptionsFrom(one, "", profile).region, "c");
  EXPECT_EQ(OptionsFrom({}, "", profile).region, "d");
}

TEST(Endpoints, MayComeFromTheProfile) {
  Profile profile = {.name = "default"};
  AddConfig(
      "[default]\nregion = eu-west-1\nservices = mine\nendpoint_url = http://127.0.0.1:1/all\n"
      "[services mine]\nsts =\n  endpoint_url = http://127.0.0.1:1/sts\n",
      profile);
  const auto path = [&](Service service, const Environment& environment) {
    return ResolveEndpoint(service, OptionsFrom(environment, "", profile), environment)->url.path;
  };
  EXPECT_EQ(path(Service::kSts, {}), "/sts");
  EXPECT_EQ(path(Service::kIam, {}), "/all");
  EXPECT_EQ(path(Service::kSts, {.variables = {{"AWS_ENDPOINT_URL", "http://127.0.0.1:1/env"}}}),
            "/env");
  EXPECT_EQ(path(Service::kSts, {.variables = {{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"}}}),
            "");
  profile.settings["ignore_configured_endpoint_urls"] = "TRUE";
  EXPECT_EQ(path(Service::kSts, {}), "");
}

TEST(Endpoints, MayBeOfAKindThatTheProfileWants) {
  Profile profile;
  profile.settings["use_fips_endpoint"] = "true";
  EXPECT_TRUE(OptionsFrom({}, "us-east-1", profile).fips);
  EXPECT_FALSE(
      OptionsFrom({.variables = {{"AWS_USE_FIPS_ENDPOINT", "false"}}}, "us-east-1", profile).fips);
}

}  // namespace
}  // namespace stackql::aws
