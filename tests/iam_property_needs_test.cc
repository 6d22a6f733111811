// What requests need because of the properties they have, or have not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "iam/policy_pattern.h"
#include "iam/property_condition.h"
#include "support/asked_needs.h"

namespace stackql::iam {
namespace {

using snapshot::Handler;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing_support::Asked;
using testing_support::Create;
using testing_support::Given;
using testing_support::Lines;
using testing_support::Of;

const Given kStrict = {.scope = Scope::kStrict};
const Given kSafe = {};

Tri Has(const std::string& object, const std::string& condition) {
  Sources sources;
  Values values(sources);
  const TextId file = sources.AddFile("object.json", object);
  return HasProperty(values, json::Parse(values, sources.All(file)).value, condition);
}

TEST(PropertyCondition, IsAPathOrATextAtOne) {
  EXPECT_EQ(Has(R"({"A": {"B": [1]}})", "A/B"), Tri::kYes);
  EXPECT_EQ(Has(R"({"A": {"B": null}})", "A/B"), Tri::kNo);
  EXPECT_EQ(Has(R"({"A": {}})", "A/B"), Tri::kNo);
  EXPECT_EQ(Has(R"({"A": "x"})", "A/B"), Tri::kNo);
  EXPECT_EQ(Has("{\"A\": \"\xFF\xFF\xFF\"}", "A/B"), Tri::kUnknown);
  EXPECT_EQ(Has("{\"A\": \xFF\xFF\xFF}", "A/B"), Tri::kUnknown);
  EXPECT_EQ(Has("{\"A\": \xFF\xFF\xFF}", "A"), Tri::kUnknown);
  EXPECT_EQ(Has("{\xFF\xFF\xFF}", "A"), Tri::kUnknown);
  EXPECT_EQ(Has("{\"A\xFF\xFF\xFF\": 1}", "A"), Tri::kUnknown);
  EXPECT_EQ(Has(R"({"A": [{"B": 1}, {"C": 1}]})", "A/*/C"), Tri::kYes);
  EXPECT_EQ(Has(R"({"A": [{"B": 1}]})", "A/*/C"), Tri::kNo);
  EXPECT_EQ(Has(R"({"A": [{"B": 1}]})", "A/B"), Tri::kNo);
  EXPECT_EQ(Has("{\"A\": [{\"B\": 1}, \xFF\xFF\xFF]}", "A/*/C"), Tri::kUnknown);
  EXPECT_EQ(Has(R"({"A": "resolve:ssm:/x"})", "A=resolve:ssm:*"), Tri::kYes);
  EXPECT_EQ(Has(R"({"A": "ami-1"})", "A=resolve:ssm:*"), Tri::kNo);
  EXPECT_EQ(Has("{\"A\": \"\xFF\xFF\xFF\"}", "A=resolve:ssm:*"), Tri::kUnknown);
  EXPECT_EQ(Has(R"({"A": true})", "A=true"), Tri::kYes);
  EXPECT_EQ(Has(R"({"A": {}})", "A=*"), Tri::kNo);
  EXPECT_EQ(Has(R"({"A": "ami-1"})", "A!=resolve:ssm:*"), Tri::kYes);
  EXPECT_EQ(Has(R"({"A": "resolve:ssm:/x"})", "A!=resolve:ssm:*"), Tri::kNo);
  EXPECT_EQ(Has("{\"A\": \"\xFF\xFF\xFF\"}", "A!=resolve:ssm:*"), Tri::kUnknown);
  EXPECT_EQ(Has("{}", "A!=x"), Tri::kNo);
  EXPECT_EQ(Has("{}", ""), Tri::kYes);
}

// Of the user guides: PassRole is checked if a call names a role.
TEST(PassedRole, IsNeededOnlyWhereOneIsNamed) {
  for (const Given& given : {kStrict, kSafe}) {
    for (const char* type : {"AWS::Events::Rule", "AWS::SNS::Topic", "AWS::S3::Bucket"}) {
      EXPECT_THAT(Create(type, {"iam:PassRole"}, R"({"Name": "x"})", given), IsEmpty()) << type;
      EXPECT_THAT(Create(type, {"iam:PassRole"}, "{\"Name\": \"x\", \xFF\xFF\xFF}", given),
                  Contains(StartsWith("iam:PassRole on ")))
          << type;
    }
    EXPECT_THAT(Create("AWS::Events::Rule", {"iam:PassRole"},
                       R"({"RoleArn": "arn:aws:iam::111122223333:role/r"})", given),
                ElementsAre("iam:PassRole on arn:aws:iam::111122223333:role/r (linked)"));
  }
  EXPECT_THAT(
      Create(
          "AWS::SNS::Topic", {"iam:PassRole"},
          R"({"DeliveryStatusLogging": [{"SuccessFeedbackRoleArn": "arn:aws:iam::111122223333:role/r"}]})",
          kSafe),
      ElementsAre("iam:PassRole on arn:aws:iam::111122223333:role/r (linked)"));
}

// A text that is not known yet names nothing else: only one that may be a list or an object could.
TEST(NamedResources, AreThoseOfTheirPropertiesAlone) {
  EXPECT_THAT(
      Create("AWS::Lambda::Permission", {"lambda:AddPermission"},
             "{\"FunctionName\": \"f\", \"SourceArn\": \"arn:aws:s3:::\xFF\xFF\xFF\"}", kStrict),
      ElementsAre("lambda:AddPermission on arn:aws:lambda:us-east-1:111122223333:function:"
                  "f* (linked)"));
}

// CreateBucket with an ACL ("Required permissions for Amazon S3 API operations").
TEST(BucketAcl, IsPutWhereOneIsGiven) {
  EXPECT_THAT(
      Create("AWS::S3::Bucket", {}, R"({"BucketName": "b", "AccessControl": "Private"})", kStrict),
      ElementsAre("s3:PutBucketAcl on arn:aws:s3:::b (linked)"));
  EXPECT_THAT(Create("AWS::S3::Bucket", {}, R"({"BucketName": "b"})", kStrict), IsEmpty());
}

TEST(PassedRole, IsNoneOfReadsAndDeletes) {
  for (const char* type : {"AWS::Events::Rule", "AWS::Glue::Crawler", "AWS::Amplify::App"}) {
    for (const auto& [call, handler] :
         {std::pair(Call::kRead, Handler::Read), std::pair(Call::kDelete, Handler::Delete)}) {
      EXPECT_THAT(Of(call, type, {{handler, {"iam:PassRole"}}}, {.identifier = "x"}), IsEmpty());
    }
    EXPECT_THAT(Of(Call::kUpdate, type, {{Handler::Update, {"iam:PassRole"}}, {Handler::Read, {}}},
                   {.identifier = "x"}),
                ElementsAre(StartsWith("iam:PassRole on ")));
  }
  // Its handler launches instances to take them away.
  EXPECT_THAT(Of(Call::kDelete, "AWS::PCS::ComputeNodeGroup", {{Handler::Delete, {"iam:PassRole"}}},
                 {.identifier = "x"}),
              ElementsAre(StartsWith("iam:PassRole on ")));
}

TEST(LinkedRole, IsOfTheServicesOfTheType) {
  const Asked group(Call::kCreate, "AWS::AutoScaling::AutoScalingGroup",
                    {{Handler::Create, {"iam:CreateServiceLinkedRole"}}},
                    {.desired = "{}", .scope = Scope::kStrict});
  ASSERT_EQ(group.needs.known.size(), 2U);
  EXPECT_EQ(group.needs.known[1].for_service, "autoscaling.amazonaws.com");
  EXPECT_THAT(group.Written(),
              ElementsAre("iam:CreateServiceLinkedRole on arn:aws:iam::111122223333:role/"
                          "aws-service-role/autoscaling.amazonaws.com/* (other-type)"));
  // Of several services, each; and of those of a type that is not known, any.
  EXPECT_EQ(Create("AWS::Cognito::UserPool", {"iam:CreateServiceLinkedRole"}, "{}").size(), 2U);
  EXPECT_THAT(Create("AWS::X::Y", {"iam:CreateServiceLinkedRole"}, "{}"),
              ElementsAre(HasSubstr("role/aws-service-role/*/*")));
}

// What their types change of roles is theirs.
TEST(LinkedRole, IsTheOneWhosePoliciesAreWritten) {
  for (const char* action : {"iam:AttachRolePolicy", "iam:PutRolePolicy"}) {
    EXPECT_THAT(Create("AWS::IVS::RecordingConfiguration", {action}, "{}"),
                ElementsAre(action + std::string(" on arn:aws:iam::111122223333:role/"
                                                 "aws-service-role/ivs.amazonaws.com/* "
                                                 "(other-type)")));
    EXPECT_THAT(Create("AWS::X::Y", {action}, "{}"), ElementsAre(HasSubstr("role/*")));
  }
}

// A role for deliveries to another account goes to another service.
TEST(PassedRole, IsForAServiceUnlessAPropertySaysOtherwise) {
  const auto service = [](const std::string& more) {
    const Asked log(
        Call::kCreate, "AWS::EC2::FlowLog", {{Handler::Create, {"iam:PassRole"}}},
        {.desired =
             R"({"DeliverLogsPermissionArn": "arn:aws:iam::111122223333:role/r")" + more + "}"});
    return log.needs.known.at(1).for_service;
  };
  EXPECT_EQ(service(""), "vpc-flow-logs.amazonaws.com");
  EXPECT_EQ(service(R"(, "DeliverCrossAccountRole": "arn:aws:iam::444455556666:role/c")"), "");
}

const char* const kKey = "arn:aws:kms:us-east-1:111122223333:key/k";

TEST(AddedActions, AreThoseOfTheKeyOfASecret) {
  const std::string with = std::string(R"({"Name": "s", "KmsKeyId": ")") + kKey + "\"}";
  for (const Given& given : {kStrict, kSafe}) {
    EXPECT_THAT(Create("AWS::SecretsManager::Secret", {}, with, given),
                ElementsAre(std::string("kms:Decrypt on ") + kKey + " (linked)",
                            std::string("kms:GenerateDataKey on ") + kKey + " (linked)"));
    EXPECT_THAT(Create("AWS::SecretsManager::Secret", {}, R"({"Name": "s"})", given), IsEmpty());
  }
  // It may have a key.
  EXPECT_THAT(Create("AWS::SecretsManager::Secret", {}, "{\xFF\xFF\xFF}", kStrict), IsEmpty());
  EXPECT_EQ(Create("AWS::SecretsManager::Secret", {}, "{\xFF\xFF\xFF}", kSafe).size(), 4U);
  // A replica's key is in another region.
  EXPECT_THAT(
      Create("AWS::SecretsManager::Secret", {},
             R"({"Name": "s", "ReplicaRegions": [{"Region": "eu-west-1", "KmsKeyId": "k"}]})",
             kStrict),
      ElementsAre("kms:Encrypt on arn:aws:kms:*:111122223333:key/* (linked)",
                  "kms:GenerateDataKey on arn:aws:kms:*:111122223333:key/* (linked)"));
}

TEST(AddedActions, AreOnWhatReplicasAreMadeOf) {
  const auto replica = [](const std::string& source) {
    return Create(
        "AWS::RDS::DBInstance", {},
        R"({"DBInstanceIdentifier": "d", "SourceDBInstanceIdentifier": ")" + source + "\"}",
        kStrict);
  };
  EXPECT_THAT(replica("src"), ElementsAre("rds:CreateDBInstanceReadReplica on "
                                          "arn:aws:rds:us-east-1:111122223333:db:src (linked)"));
  EXPECT_THAT(replica("arn:aws:rds:eu-west-1:111122223333:db:src"),
              ElementsAre("rds:CreateDBInstanceReadReplica on "
                          "arn:aws:rds:eu-west-1:111122223333:db:src (linked)"));
  // A replica of a key has its ID, in another region.
  EXPECT_THAT(Create("AWS::KMS::ReplicaKey", {"kms:DescribeKey", "kms:ReplicateKey"},
                     R"({"PrimaryKeyArn": "arn:aws:kms:us-west-2:111122223333:key/mrk-1"})"),
              ElementsAre(StartsWith("kms:DescribeKey on "
                                     "arn:aws:kms:us-east-1:111122223333:key/mrk-1 "),
                          StartsWith("kms:ReplicateKey on "
                                     "arn:aws:kms:us-west-2:111122223333:key/mrk-1 ")));
}

// Of a global table, in each region of its replicas.
TEST(OwnResource, IsInAllRegionsThatItNames) {
  const std::string both = R"({"TableName": "t", "Replicas": [{"Region": "eu-west-1"},
                                                              {"Region": "us-east-1"}]})";
  const Asked table(Call::kCreate, "AWS::DynamoDB::GlobalTable",
                    {{Handler::Create, {"dynamodb:CreateTable"}}}, {.desired = both});
  std::vector<std::string> arns;
  for (const Arn& arn : FormsOf(table.needs.known.at(1).resources.at(0))) {
    arns.push_back(PolicyPattern(arn));
  }
  EXPECT_THAT(arns, ElementsAre("arn:aws:dynamodb:us-east-1:111122223333:table/t",
                                "arn:aws:dynamodb:eu-west-1:111122223333:table/t"));
  for (const char* replicas : {"[{\"Region\": \"\xFF\xFF\xFF\"}]", "\xFF\xFF\xFF"}) {
    EXPECT_THAT(Create("AWS::DynamoDB::GlobalTable", {"dynamodb:CreateTable"},
                       R"({"TableName": "t", "Replicas": )" + std::string(replicas) + "}", kSafe),
                ElementsAre(StartsWith(
                    "dynamodb:CreateTable on arn:aws:dynamodb:*:111122223333:table/t ")));
  }
}

// Handlers set what CreateStream does not take, if it is there.
TEST(ConditionalActions, AreThoseOfPropertiesThatAreGiven) {
  const Lines handler = {"kinesis:CreateStream", "kinesis:UpdateMaxRecordSize",
                         "kinesis:UpdateStreamWarmThroughput"};
  const auto created = [&](const std::string& more) {
    return Create("AWS::Kinesis::Stream", handler, R"({"Name": "clicks")" + more + "}", kStrict);
  };
  EXPECT_THAT(created(""), ElementsAre(StartsWith("kinesis:CreateStream ")));
  EXPECT_THAT(
      created(R"(, "MaxRecordSizeInKiB": 2048)"),
      ElementsAre(StartsWith("kinesis:CreateStream "), StartsWith("kinesis:UpdateMaxRecordSize ")));
}

TEST(AddedActions, AreOnWhatATextNames) {
  const auto created = [](const std::string& type, const std::string& desired) {
    return Create(type, {}, desired, kStrict);
  };
  EXPECT_THAT(created("AWS::EC2::Instance", R"({"ImageId": "resolve:ssm:/aws/service/a"})"),
              ElementsAre("ssm:GetParameters on arn:aws:ssm:us-east-1:*:parameter/aws/service/a "
                          "(linked)"));
  EXPECT_THAT(created("AWS::EC2::Instance", R"({"ImageId": "ami-1"})"), IsEmpty());
  EXPECT_THAT(
      created("AWS::Lambda::Function",
              R"({"Code": {"ImageUri": "444455556666.dkr.ecr.us-east-1.amazonaws.com/a/b:v1"}})"),
      ElementsAre("ecr:GetRepositoryPolicy on "
                  "arn:aws:ecr:us-east-1:444455556666:repository/a/b (linked)",
                  "ecr:SetRepositoryPolicy on "
                  "arn:aws:ecr:us-east-1:444455556666:repository/a/b (linked)"));
  EXPECT_THAT(
      created("AWS::Lambda::Function", "{\"Code\": {\"ImageUri\": \"\xFF\xFF\xFF/a@sha256:00\"}}"),
      Contains(HasSubstr(" on arn:aws:ecr:us-east-1:*:repository/")));
  EXPECT_THAT(
      created("AWS::CloudFront::Distribution",
              R"({"DistributionConfig": {"Logging": {"Bucket": "logs.s3.amazonaws.com"}}})"),
      ElementsAre("s3:GetBucketAcl on arn:aws:s3:::logs (linked)",
                  "s3:PutBucketAcl on arn:aws:s3:::logs (linked)"));
}

TEST(AddedActions, AreThoseOfEdgeFunctionsAndLoadBalancers) {
  const std::string function = "arn:aws:lambda:us-east-1:111122223333:function:f:1";
  const Lines edge = Create("AWS::CloudFront::Distribution", {},
                            R"({"DistributionConfig": {"DefaultCacheBehavior":
                              {"LambdaFunctionAssociations": [{"LambdaFunctionARN": ")" +
                                function + R"("}]}}})",
                            kStrict);
  EXPECT_THAT(edge, Contains("lambda:GetFunction on " + function + " (linked)"));
  EXPECT_THAT(edge, Contains("lambda:EnableReplication on " + function + " (linked)"));
  EXPECT_THAT(edge, Contains(HasSubstr("/aws-service-role/replicator.lambda.amazonaws.com/*")));
  EXPECT_THAT(edge, Contains(HasSubstr("/aws-service-role/logger.cloudfront.amazonaws.com/*")));
  EXPECT_THAT(Create("AWS::ElasticLoadBalancingV2::LoadBalancer", {}, "{}", kStrict),
              ElementsAre(HasSubstr("/aws-service-role/elasticloadbalancing.amazonaws.com/*")));
}

TEST(AddedActions, AreThoseOfKeysOfDatabasesAndVolumes) {
  const std::string key = std::string("\"KmsKeyId\": \"") + kKey + "\"";
  for (const char* type : {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"}) {
    const Lines lines = Create(type, {}, "{\"MasterUserSecret\": {" + key + "}}", kStrict);
    EXPECT_THAT(lines, Contains(std::string("kms:GenerateDataKey on ") + kKey + " (linked)"));
    EXPECT_THAT(lines, Contains(std::string("kms:Decrypt on ") + kKey + " (linked)"));
  }
  EXPECT_EQ(Create("AWS::EC2::Instance", {},
                   "{\"BlockDeviceMappings\": [{\"Ebs\": {" + key + "}}]}", kStrict)
                .size(),
            6U);
  EXPECT_EQ(Create("AWS::EC2::Volume", {}, "{" + key + "}", kStrict).size(), 6U);
}

// What only requests with certain properties need is left out of those without.
TEST(IdleActions, AreLeftOutInEveryScope) {
  const Lines functions = {"s3:GetObject",
                           "s3:GetObjectVersion",
                           "kms:Decrypt",
                           "elasticfilesystem:DescribeMountTargets",
                           "lambda:PassCapacityProvider",
                           "s3files:ListMountTargets"};
  for (const Given& given : {kStrict, kSafe}) {
    EXPECT_THAT(Create("AWS::Lambda::Function", functions, R"({"Code": {"ZipFile": "x"}})", given),
                IsEmpty());
    EXPECT_THAT(Create("AWS::DynamoDB::Table",
                       {"s3:GetObject", "dynamodb:Scan", "dynamodb:ImportTable", "kms:ListAliases"},
                       R"({"TableName": "t"})", given),
                IsEmpty());
    EXPECT_THAT(Create("AWS::ApiGateway::RestApi", {"s3:GetObject"}, R"({"Name": "n"})", given),
                IsEmpty());
    EXPECT_THAT(Create("AWS::StepFunctions::StateMachine", {"s3:GetObject"},
                       R"({"DefinitionString": "{}"})", given),
                IsEmpty());
    EXPECT_THAT(
        Create("AWS::S3::Bucket", {"s3tables:CreateTable"}, R"({"BucketName": "b"})", given),
        IsEmpty());
    EXPECT_THAT(Create("AWS::AutoScaling::AutoScalingGroup", {"ssm:Get*", "ec2:Get*"},
                       R"({"LaunchConfigurationName": "l"})", given),
                IsEmpty());
  }
  EXPECT_EQ(Create("AWS::Lambda::Function", functions, "{\xFF\xFF\xFF}", kSafe).size(), 6U + 2U);
  EXPECT_THAT(Create("AWS::Lambda::Function", functions,
                     R"({"Code": {"S3Bucket": "b"}, "FileSystemConfigs": []})", kStrict),
              Contains(StartsWith("s3:GetObject on arn:aws:s3:::b/")));
  EXPECT_THAT(Create("AWS::Lambda::Function", functions, R"({"Code": {"S3Bucket": "b"}})", kStrict),
              Not(Contains(StartsWith("kms:"))));
}

}  // namespace
}  // namespace stackql::iam
