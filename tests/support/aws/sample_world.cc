#include "support/aws/sample_world.h"

namespace stackql::aws_double {
namespace {

std::vector<Type> SampleTypes() {
  return {
      {.name = "AWS::S3::Bucket", .primary = {"BucketName"}, .reversed = {"Tags"}},
      {.name = "AWS::ApiGateway::Stage",
       .primary = {"RestApiId", "StageName"},
       .required_model = {"RestApiId"}},
      {.name = "AWS::IAM::User", .primary = {"UserName"}, .write_only = {"LoginProfile/Password"}},
      {.name = "AWS::Sample::Silent",
       .primary = {"Id"},
       .readable = false,
       .listable = false,
       .provisioning = "NON_PROVISIONABLE"},
  };
}

std::vector<Resource> SampleResources() {
  std::vector<Resource> resources = {
      {.type = "AWS::ApiGateway::Stage",
       .properties = R"({"RestApiId":"api1","StageName":"prod","TracingEnabled":true})"},
      {.type = "AWS::ApiGateway::Stage",
       .properties = R"({"RestApiId":"api2","StageName":"test"})"},
      {.type = "AWS::IAM::User",
       .properties = R"({"UserName":"ann","LoginProfile":{"Password":"hidden",)"
                     R"("PasswordResetRequired":true}})",
       .read_only = R"({"Arn":"arn:aws:iam::123456789012:user/ann"})"},
  };
  for (int i = 1; i <= 5; ++i) {
    const std::string name = "bucket-" + std::to_string(i);
    resources.push_back({.type = "AWS::S3::Bucket",
                         .properties = R"({"BucketName":")" + name +
                                       R"(","Tags":[{"Key":"a","Value":"1"},)"
                                       R"({"Key":"b","Value":"2"}]})",
                         .read_only = R"({"Arn":"arn:aws:s3:::)" + name + R"("})"});
  }
  return resources;
}

}  // namespace

World SampleWorld() {
  World world;
  world.types = SampleTypes();
  world.resources = SampleResources();
  world.requests = {
      {"sample-request",
       R"({"TypeName":"AWS::S3::Bucket","Identifier":"bucket-1",)"
       R"("Operation":"CREATE","OperationStatus":"SUCCESS","EventTime":1700000000})"}};
  world.page_size = 2;
  world.principals = {world.caller};
  world.decisions = {
      {"s3:CreateBucket", {}},
      {"s3:GetObject", {.decision = "implicitDeny", .missing_context = {"aws:SourceIp"}}},
      {"s3:DeleteBucket", {.decision = "explicitDeny"}}};
  world.simulation_page = 2;
  world.roles = {{"web", world.web_identity_role}};
  world.findings = {
      {.within = "iam:PassRole",
       .json = R"({"findingType":"SECURITY_WARNING","issueCode":"PASS_ROLE_WITH_STAR_IN_RESOURCE",)"
               R"("findingDetails":"A wildcard with iam:PassRole.","learnMoreLink":"https://docs.)"
               R"(example/passrole","locations":[{"path":[{"value":"Statement"},{"index":0}],)"
               R"("span":{"start":{"line":1,"column":0,"offset":0},)"
               R"("end":{"line":1,"column":1,"offset":1}}}]})"},
      {.within = "\"Version\"",
       .json = R"({"findingType":"SUGGESTION","issueCode":"SAMPLE","findingDetails":"A sample.",)"
               R"("learnMoreLink":"https://docs.example/sample","locations":[]})"}};
  world.findings_page = 1;
  return world;
}

}  // namespace stackql::aws_double
