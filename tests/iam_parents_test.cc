// The resources of needs where a request is about something that belongs to another resource.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/asked_needs.h"

namespace stackql {
namespace {

using namespace testing_support;  // NOLINT(google-build-using-namespace): test vocabulary
using snapshot::Handler;
using testing::ElementsAre;

Lines Created(const std::string& type, const Lines& actions, const std::string& desired,
              Scope scope = Scope::kSafe) {
  return Asked(Call::kCreate, type, {{Handler::Create, actions}},
               {.desired = desired, .scope = scope})
      .Written();
}

Lines Deleted(const std::string& type, const Lines& actions, const std::string& identifier,
              const Lines& primary) {
  return Asked(Call::kDelete, type, {{Handler::Delete, actions}},
               {.identifier = identifier, .primary_identifier = primary})
      .Written();
}

TEST(Parents, AreNamedByProperties) {
  EXPECT_THAT(Created("AWS::S3::BucketPolicy", {"s3:PutBucketPolicy"}, R"({"Bucket": "files"})"),
              ElementsAre("s3:PutBucketPolicy on arn:aws:s3:::files (linked)"));
  EXPECT_THAT(Created("AWS::AppConfig::HostedConfigurationVersion", {"appconfig:GetApplication"},
                      R"({"ApplicationId": "abc"})"),
              ElementsAre("appconfig:GetApplication on "
                          "arn:aws:appconfig:us-east-1:111122223333:application/abc (linked)"));
  const std::string role = "arn:aws:iam::111122223333:role/";
  EXPECT_THAT(Created("AWS::IAM::RolePolicy", {"iam:PutRolePolicy"}, R"({"RoleName": "app"})"),
              ElementsAre("iam:PutRolePolicy on " + role + "app, " + role + "*/app (linked)"));
  EXPECT_THAT(Created("AWS::EKS::Nodegroup", {"eks:CreateNodegroup"}, R"({"ClusterName": "c"})"),
              ElementsAre("eks:CreateNodegroup on "
                          "arn:aws:eks:us-east-1:111122223333:cluster/c (linked)"));
}

TEST(Parents, AreNotNamedByWhatIsNoName) {
  const std::string any =
      "lambda:AddPermission on arn:aws:lambda:us-east-1:111122223333:function:*, "
      "arn:aws:lambda:us-east-1:111122223333:function:*:* (other-type)";
  const auto permission = [](const std::string& function) {
    return Created("AWS::Lambda::Permission", {"lambda:AddPermission"},
                   R"({"FunctionName": ")" + function + "\"}");
  };
  EXPECT_THAT(permission("fn"),
              ElementsAre("lambda:AddPermission on "
                          "arn:aws:lambda:us-east-1:111122223333:function:fn, "
                          "arn:aws:lambda:us-east-1:111122223333:function:fn:* (linked)"));
  EXPECT_THAT(permission("111122223333:function:fn"), ElementsAre(any));
  EXPECT_THAT(permission("\xFF\xFF\xFF"), ElementsAre(any));
}

TEST(Parents, AreNamedByIdentifiers) {
  EXPECT_THAT(Deleted("AWS::S3::BucketPolicy", {"s3:DeleteBucketPolicy"}, "files", {"/Bucket"}),
              ElementsAre("s3:DeleteBucketPolicy on arn:aws:s3:::files (linked)"));
  EXPECT_THAT(Deleted("AWS::EC2::Route", {"ec2:DeleteRoute"}, "rtb-1|0.0.0.0/0",
                      {"/RouteTableId", "/CidrBlock"}),
              ElementsAre("ec2:DeleteRoute on "
                          "arn:aws:ec2:us-east-1:111122223333:route-table/rtb-1 (linked)"));
  // As many parts as the identifier has properties, or nothing is known.
  EXPECT_THAT(
      Deleted("AWS::EC2::Route", {"ec2:DeleteRoute"}, "rtb-1", {"/RouteTableId", "/CidrBlock"}),
      ElementsAre("ec2:DeleteRoute on "
                  "arn:aws:ec2:us-east-1:111122223333:route-table/* (other-type)"));
}

TEST(Parents, OfWhatApiGatewayManagesArePaths) {
  const std::string at = "arn:aws:apigateway:us-east-1::";
  const Lines actions = {"apigateway:POST", "apigateway:GET", "apigateway:PATCH"};
  EXPECT_THAT(
      Created("AWS::ApiGateway::RestApi", actions, "{}", Scope::kStrict),
      ElementsAre("apigateway:POST on " + at + "/restapis, perhaps " + at + "/tags/* (own-type)",
                  "apigateway:GET on " + at + "/restapis/* (own-type)",
                  "apigateway:PATCH on " + at + "/restapis/* (own-type)"));
  EXPECT_THAT(
      Created("AWS::ApiGatewayV2::Integration", {"apigateway:POST"}, R"({"ApiId": "a1"})"),
      ElementsAre("apigateway:POST on " + at + "/apis/a1/integrations, " + at + "/tags/* (named)"));
  EXPECT_THAT(Created("AWS::ApiGateway::Resource", {"apigateway:POST"},
                      R"({"RestApiId": "a1", "ParentId": "p1"})", Scope::kStrict),
              ElementsAre("apigateway:POST on " + at + "/restapis/a1/resources/p1, perhaps " + at +
                          "/tags/* (named)"));
  EXPECT_THAT(
      Created("AWS::ApiGateway::Method", {"apigateway:PUT"},
              R"({"RestApiId": "a1", "ResourceId": "r1", "HttpMethod": "GET"})", Scope::kStrict),
      ElementsAre("apigateway:PUT on " + at + "/restapis/a1/resources/r1/methods/GET, perhaps " +
                  at + "/tags/* (named)"));
  EXPECT_THAT(Created("AWS::ApiGateway::DomainNameAccessAssociation", {"apigateway:POST"}, "{}",
                      Scope::kStrict),
              ElementsAre(testing::StartsWith(
                  "apigateway:POST on arn:aws:apigateway:us-east-1:111122223333:"
                  "/domainnameaccessassociations, perhaps ")));
  // Nothing is put there but tags.
  EXPECT_THAT(
      Created("AWS::ApiGatewayV2::DomainName", {"apigateway:PUT"}, R"({"DomainName": "d"})"),
      ElementsAre("apigateway:PUT on " + at + "/tags/* (named)"));
  const Asked list(Call::kList, "AWS::ApiGateway::RestApi", {{Handler::List, {"apigateway:GET"}}},
                   {});
  EXPECT_THAT(list.Written(), ElementsAre("apigateway:GET on " + at + "/restapis (own-type)"));
}

// What a create sets, or plainly does not, gives its ARN a form.
TEST(Parents, PathsOfRolesAreThoseOfTheirCreation) {
  const std::string role = "iam:CreateRole on arn:aws:iam::111122223333:role/";
  const auto created = [](const std::string& desired) {
    return Created("AWS::IAM::Role", {"iam:CreateRole"}, desired);
  };
  EXPECT_THAT(created(R"({"RoleName": "app"})"), ElementsAre(role + "app (named)"));
  EXPECT_THAT(created(R"({"RoleName": "app", "Path": "/svc/"})"),
              ElementsAre(role + "svc/app (named)"));
  const std::string both = role + "app, arn:aws:iam::111122223333:role/*/app (named)";
  EXPECT_THAT(created("{\"RoleName\": \"app\", \"Path\": \"\xFF\xFF\xFF\"}"), ElementsAre(both));
  EXPECT_THAT(created("{\"RoleName\": \"app\", \xFF\xFF\xFF}"), ElementsAre(both));
}

}  // namespace
}  // namespace stackql
