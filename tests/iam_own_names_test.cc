// Names and identifiers that a statement writes, in the ARNs that policies are matched with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "iam/arn_template.h"
#include "iam/policy_pattern.h"
#include "support/asked_needs.h"

namespace stackql::iam {
namespace {

using snapshot::Handler;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Create;
using testing_support::Given;
using testing_support::Lines;
using testing_support::Of;
using testing_support::Read;

const std::string kRest = ":us-east-1:111122223333:";
const Given kStrict = {.scope = Scope::kStrict};

std::string ArnOf(const std::string& service, const std::string& resource) {
  return "arn:aws:" + service + kRest + resource;
}

// One action of a creation, on which ARN.
std::string Created(const std::string& type, const std::string& action,
                    const std::string& desired) {
  const Lines lines = Create(type, {action}, desired, kStrict);
  if (lines.size() != 1) return std::to_string(lines.size()) + " needs";
  const size_t begin = lines[0].find(" on ") + 4;
  return lines[0].substr(begin, lines[0].rfind(" (") - begin);
}

TEST(OwnName, StandsBehindItsPath) {
  for (const std::string path : {"/team/", "team/"}) {
    EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole",
                      R"({"RoleName": "web", "Path": ")" + path + R"("})"),
              "arn:aws:iam::111122223333:role/team/web");
  }
}

// The property says CLOUDFRONT where the ARN says global.
TEST(OwnName, HasOneOfTheFormsThatAreKnown) {
  EXPECT_EQ(
      Created("AWS::WAFv2::IPSet", "wafv2:CreateIPSet", R"({"Name": "a", "Scope": "REGIONAL"})"),
      ArnOf("wafv2", "regional/ipset/a/*"));
  EXPECT_EQ(
      Created("AWS::WAFv2::IPSet", "wafv2:CreateIPSet", R"({"Name": "a", "Scope": "CLOUDFRONT"})"),
      ArnOf("wafv2", "global/ipset/a/*"));
  for (const std::string scope :
       {R"("Scope": "OTHER")", R"("Scope": 1)", "\"Scope\": \"\xFF\xFF\xFF\"", ""}) {
    const testing_support::Asked asked(Call::kCreate, "AWS::WAFv2::IPSet",
                                       {{Handler::Create, {"wafv2:CreateIPSet"}}},
                                       {.desired = "{" + scope + "}", .scope = Scope::kStrict});
    std::vector<std::string> forms;
    for (const Arn& arn : FormsOf(asked.needs.known.at(1).resources.at(0))) {
      forms.push_back(PolicyPattern(arn));
    }
    EXPECT_THAT(forms, ElementsAre(ArnOf("wafv2", "global/ipset/*/*"),
                                   ArnOf("wafv2", "regional/ipset/*/*")))
        << scope;
  }
  EXPECT_EQ(Created("AWS::Kinesis::StreamConsumer", "kinesis:DescribeStreamConsumer", "{}"),
            ArnOf("kinesis", "stream/*/consumer/*:*"));
}

TEST(OwnName, ReachesItsArnWhateverThePropertyIsCalled) {
  EXPECT_EQ(Created("AWS::Kinesis::Stream", "kinesis:CreateStream", R"({"Name": "clicks"})"),
            ArnOf("kinesis", "stream/clicks"));
  EXPECT_EQ(Created("AWS::Batch::JobQueue", "batch:CreateJobQueue", R"({"JobQueueName": "night"})"),
            ArnOf("batch", "job-queue/night"));
  EXPECT_EQ(
      Created("AWS::CodePipeline::Pipeline", "codepipeline:CreatePipeline", R"({"Name": "ship"})"),
      ArnOf("codepipeline", "ship"));
  EXPECT_EQ(Created("AWS::Athena::WorkGroup", "athena:CreateWorkGroup", R"({"Name": "w"})"),
            ArnOf("athena", "workgroup/w"));
  EXPECT_EQ(
      Created("AWS::SES::DedicatedIpPool", "ses:CreateDedicatedIpPool", R"({"PoolName": "p"})"),
      ArnOf("ses", "dedicated-ip-pool/p"));
  // AWS chooses the rest.
  EXPECT_EQ(Created("AWS::ElasticLoadBalancingV2::TargetGroup",
                    "elasticloadbalancing:CreateTargetGroup", R"({"Name": "web"})"),
            ArnOf("elasticloadbalancing", "targetgroup/web/*"));
  EXPECT_EQ(Created("AWS::CloudTrail::EventDataStore", "cloudtrail:CreateEventDataStore",
                    R"({"Name": "e"})"),
            ArnOf("cloudtrail", "eventdatastore/*"));
  // ... or there is more than the reference says.
  EXPECT_EQ(Created("AWS::Events::Connection", "events:CreateConnection", R"({"Name": "c"})"),
            ArnOf("events", "connection/*"));
}

// No colon stands in a name, wherever in it the unknown part is.
TEST(OwnName, IsSpelledAsNamesAre) {
  for (const std::string name : {"\xFF\xFF\xFF", "a-\xFF\xFF\xFF", "a-\xFF\xFF\xFF-b"}) {
    const testing_support::Asked asked(
        Call::kCreate, "AWS::SNS::Topic", {{Handler::Create, {"sns:CreateTopic"}}},
        {.desired = R"({"TopicName": ")" + name + "\"}", .scope = Scope::kStrict});
    size_t unsure = 0;
    for (const Piece& piece : asked.needs.known.at(1).resources.at(0)) {
      if (piece.kind != Piece::Kind::kUnsure) continue;
      ++unsure;
      EXPECT_NE(piece.alphabet, Piece::Alphabet::kAll) << name;
    }
    EXPECT_EQ(unsure, 1U) << name;
  }
}

TEST(OwnName, IsWrittenAsTheServiceWritesIt) {
  const std::string parameter = "AWS::SSM::Parameter";
  EXPECT_EQ(Created(parameter, "ssm:PutParameter", R"({"Name": "/till/app"})"),
            ArnOf("ssm", "parameter/till/app"));
  EXPECT_EQ(Created(parameter, "ssm:PutParameter", R"({"Name": "app"})"),
            ArnOf("ssm", "parameter/app"));
  EXPECT_EQ(Created(parameter, "ssm:PutParameter", "{\"Name\": \"/\xFF\xFF\xFF\"}"),
            ArnOf("ssm", "parameter/*"));
  const std::string database = "AWS::RDS::DBInstance";
  EXPECT_EQ(Created(database, "rds:CreateDBInstance", R"({"DBInstanceIdentifier": "test1"})"),
            ArnOf("rds", "db:test1"));
  // RDS makes small letters of them.
  EXPECT_EQ(Created(database, "rds:CreateDBInstance", R"({"DBInstanceIdentifier": "Test1"})"),
            ArnOf("rds", "db:*"));
  EXPECT_EQ(Created(database, "rds:CreateDBInstance",
                    "{\"DBInstanceIdentifier\": \"test-\xFF\xFF\xFF\"}"),
            ArnOf("rds", "db:test-*"));
  const std::string service = "AWS::ECS::Service";
  for (const std::string& cluster : {std::string("main"), ArnOf("ecs", "cluster/main")}) {
    EXPECT_EQ(Created(service, "ecs:CreateService",
                      R"({"ServiceName": "till", "Cluster": ")" + cluster + "\"}"),
              ArnOf("ecs", "service/main/till"));
  }
  EXPECT_EQ(Created(service, "ecs:CreateService",
                    "{\"ServiceName\": \"till\", \"Cluster\": \"\xFF\xFF\xFF\"}"),
            ArnOf("ecs", "service/*/till"));
}

// ARNs in documents and in free text are nothing that the call acts on.
TEST(OwnName, IsNotInWhatAPolicySays) {
  const std::string document =
      R"({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
    "Resource": ["arn:aws:s3:::acme-x/*", "arn:aws:s3:::acme-x"]}]})";
  for (const Scope scope : {Scope::kStrict, Scope::kSafe}) {
    EXPECT_THAT(
        Create("AWS::S3::BucketPolicy", {"s3:PutBucketPolicy"},
               R"({"Bucket": "acme-x", "PolicyDocument": )" + document + "}", {.scope = scope}),
        ElementsAre("s3:PutBucketPolicy on arn:aws:s3:::acme-x (linked)"));
    EXPECT_THAT(
        Create("AWS::S3::BucketPolicy", {"s3:PutBucketPolicy"},
               "{\"Bucket\": \"acme-x\", \"PolicyDocument\": \xFF\xFF\xFF}", {.scope = scope}),
        ElementsAre("s3:PutBucketPolicy on arn:aws:s3:::acme-x (linked)"));
    EXPECT_THAT(
        Create("AWS::Lambda::Permission", {"lambda:AddPermission"},
               R"({"FunctionName": "f", "Description": "arn:aws:lambda:us-east-1:1:function:g"})",
               {.scope = scope}),
        testing::Not(testing::Contains(testing::HasSubstr("function:g"))));
  }
}

// One action of a deletion, on which ARNs.
Lines Deleted(const std::string& type, const std::string& action, const std::string& identifier,
              const Lines& primary, Scope scope = Scope::kStrict) {
  return Of(Call::kDelete, type, {{Handler::Delete, {action}}},
            {.identifier = identifier, .scope = scope, .primary_identifier = primary});
}

TEST(OwnName, IsReadFromTheUrlOfAQueue) {
  const std::string queue = ArnOf("sqs", "qq") + " (identifier)";
  for (const std::string url : {"https://sqs.us-east-1.amazonaws.com/111122223333/qq",
                                "https://queue.amazonaws.com/111122223333/qq"}) {
    for (const Scope scope : {Scope::kStrict, Scope::kSafe}) {
      EXPECT_THAT(Deleted("AWS::SQS::Queue", "sqs:DeleteQueue", url, {"/QueueUrl"}, scope),
                  ElementsAre("sqs:DeleteQueue on " + queue));
      EXPECT_THAT(
          Deleted("AWS::SQS::QueueInlinePolicy", "sqs:SetQueueAttributes", url, {"/Queue"}, scope),
          ElementsAre("sqs:SetQueueAttributes on " + queue));
    }
  }
  EXPECT_EQ(Created("AWS::SQS::QueueInlinePolicy", "sqs:SetQueueAttributes",
                    R"({"Queue": "https://sqs.us-east-1.amazonaws.com/111122223333/qq"})"),
            ArnOf("sqs", "qq"));
  EXPECT_THAT(Deleted("AWS::SQS::Queue", "sqs:DeleteQueue", "qq", {"/QueueUrl"}),
              ElementsAre("sqs:DeleteQueue on " + ArnOf("sqs", "*") + " (own-type)"));
}

// Nothing else says which account it is.
TEST(OwnName, HasTheAccountOfTheUrl) {
  EXPECT_THAT(Of(Call::kDelete, "AWS::SQS::Queue", {{Handler::Delete, {"sqs:DeleteQueue"}}},
                 {.region = "",
                  .identifier = "https://sqs.eu-west-1.amazonaws.com/444455556666/qq",
                  .context = {},
                  .primary_identifier = {"/QueueUrl"}}),
              ElementsAre("sqs:DeleteQueue on arn:aws:sqs:eu-west-1:444455556666:qq (identifier)"));
}

TEST(OwnName, IsTheIdentifierIfThatIsTheOnlyPartLeft) {
  const auto one = [](const std::string& resource) {
    return ElementsAre(testing::HasSubstr(" on " + resource + " ("));
  };
  EXPECT_THAT(
      Deleted("AWS::CloudFront::Distribution", "cloudfront:DeleteDistribution", "E1A", {"/Id"}),
      one("arn:aws:cloudfront::111122223333:distribution/E1A"));
  EXPECT_THAT(
      Deleted("AWS::Route53::HealthCheck", "route53:DeleteHealthCheck", "h-1", {"/HealthCheckId"}),
      one("arn:aws:route53:::healthcheck/h-1"));
  EXPECT_THAT(Deleted("AWS::IoT::Policy", "iot:DeletePolicy", "p", {"/Id"}),
              one(ArnOf("iot", "policy/p")));
  EXPECT_THAT(Deleted("AWS::EKS::Nodegroup", "eks:DeleteNodegroup", "c|n", {"/Id"}),
              one(ArnOf("eks", "nodegroup/c/n/*")));
  EXPECT_THAT(Deleted("AWS::Scheduler::ScheduleGroup", "scheduler:DeleteSchedule", "g", {"/Name"}),
              one(ArnOf("scheduler", "schedule/g/*")));
  // AWS chooses the id that the ARN has.
  EXPECT_THAT(
      Deleted("AWS::Config::ConfigRule", "config:DeleteConfigRule", "n", {"/ConfigRuleName"}),
      one(ArnOf("config", "config-rule/*")));
}

// The ARN of what a resource belongs to, or is a part of.
TEST(OwnName, IsInTheIdentifierOfWhatBelongsToIt) {
  const std::string f = ArnOf("lambda", "function:f");
  for (const Scope scope : {Scope::kStrict, Scope::kSafe}) {
    for (const std::string& identifier : {f, f + ":live"}) {
      const Lines lines =
          Deleted("AWS::Lambda::Alias", "lambda:DeleteAlias", identifier, {"/AliasArn"}, scope);
      ASSERT_EQ(lines.size(), 1U);
      EXPECT_EQ(lines[0].find(ArnOf("lambda", "function:*")), std::string::npos) << lines[0];
      EXPECT_NE(lines[0].find(f), std::string::npos) << lines[0];
    }
    EXPECT_THAT(Deleted("AWS::SNS::TopicInlinePolicy", "sns:SetTopicAttributes", ArnOf("sns", "t"),
                        {"/TopicArn"}, scope),
                ElementsAre("sns:SetTopicAttributes on " + ArnOf("sns", "t") + " (linked)"));
    EXPECT_THAT(
        Deleted("AWS::MSK::Cluster", "kafka:DeleteCluster", ArnOf("kafka", "cluster/c/u-1"),
                {"/Arn"}, scope),
        ElementsAre("kafka:DeleteCluster on " + ArnOf("kafka", "cluster/c/u-1") + " (linked)"));
  }
}

TEST(ReadTemplate, TakesATextApart) {
  const auto read = [](const std::string& pattern, const Arn& text, Extent extent) {
    const std::optional<TemplateParts> parts = ReadTemplate(pattern, text, extent);
    if (!parts) return std::string("none");
    std::string all;
    for (const auto& part : *parts) all += part.first + "=" + PolicyPattern(part.second) + ";";
    return all;
  };
  const Arn hole = {{.kind = Piece::Kind::kUnsure, .text = "x"}};
  Arn url = {{.text = "u://"}};
  Append(url, hole);
  Append(url, "/n");
  EXPECT_EQ(read("u://${A}/${B}", {{.text = "u://a/b/c"}}, Extent::kAll), "A=a;B=b/c;");
  EXPECT_EQ(read("u://${A}/${B}", {{.text = "u://a/b/c"}}, Extent::kBegin), "A=a;B=b;");
  EXPECT_EQ(read("u://${A}/${B}", url, Extent::kAll), "A=*;B=n;");
  EXPECT_EQ(read("u://${A}/${B}", hole, Extent::kAll), "none");
  EXPECT_EQ(read("u://${A}/${B}", {{.text = "u://a"}}, Extent::kAll), "none");
  EXPECT_EQ(read("u://${A}/${B}", {{.text = "u:///b"}}, Extent::kAll), "none");
  EXPECT_EQ(read("f:${A}${q||:*}", {{.text = "f:a:1"}}, Extent::kBegin), "A=a;");
  EXPECT_EQ(read("f:${A}${q||:*}", {{.text = "f:a"}}, Extent::kAll), "none");
  EXPECT_EQ(read("${A}x", {{.text = "axy"}}, Extent::kBegin), "none");
  EXPECT_EQ(read("${A}/b", {{.text = "a/b"}}, Extent::kAll), "A=a;");
  EXPECT_EQ(read("${A}/b", {{.text = "a/b/c"}}, Extent::kBegin), "A=a;");
  EXPECT_EQ(read("${A}/b", {{.text = "a/b:c"}}, Extent::kBegin), "A=a;");
  EXPECT_EQ(read("${A}/b", {{.text = "a/b/c"}}, Extent::kAll), "none");
  EXPECT_EQ(read("f:${A}${q||:*}/c", {{.text = "f:a"}}, Extent::kBegin), "none");
  EXPECT_EQ(read("${A}", {{.text = "a:b"}}, Extent::kAll), "A=a:b;");
}

// The last step of an ARN, or a name as it is.
TEST(OwnName, IsTheLastPartOfAnArn) {
  const auto created = [](const std::string& cluster) {
    return Created("AWS::ECS::Service", "ecs:CreateService",
                   R"({"ServiceName": "till", "Cluster": ")" + cluster + "\"}");
  };
  const auto within = [](const std::string& cluster) {
    return ArnOf("ecs", "service/" + cluster + "/till");
  };
  EXPECT_EQ(created("a/b/c"), within("c"));
  EXPECT_EQ(created("main-\xFF\xFF\xFF"), within("main-*"));
  EXPECT_EQ(created("\xFF\xFF\xFF/main"), within("*"));
  EXPECT_EQ(created("arn:aws:ecs:us-east-1:111122223333:cluster"), within("*"));
  EXPECT_EQ(created(ArnOf("ecs", "cluster/\xFF\xFF\xFF")), within("*"));
  EXPECT_EQ(created(""), within(""));
}

// AWS adds six characters to a secret's name, and anything to what it names itself.
TEST(OwnName, HasWhatAwsAdds) {
  EXPECT_EQ(
      Created("AWS::SecretsManager::Secret", "secretsmanager:CreateSecret", R"({"Name": "a"})"),
      ArnOf("secretsmanager", "secret:a-??????"));
  EXPECT_EQ(Created("AWS::DMS::DataProvider", "dms:DeleteDataProvider", "{}"),
            ArnOf("dms", "data-provider:*"));
}

TEST(OwnName, ChoosesBetweenResourceTypes) {
  const std::string rule = "AWS::Events::Rule";
  const std::string either =
      "any of " + ArnOf("events", "rule/*/nightly") + ", " + ArnOf("events", "rule/nightly");
  EXPECT_EQ(Created(rule, "events:PutRule", "{\"Name\": \"nightly\", \xFF\xFF\xFF}"), either);
  EXPECT_EQ(Created(rule, "events:PutRule", R"({"Name": "nightly", "EventBusName": null})"),
            ArnOf("events", "rule/nightly"));
  EXPECT_EQ(Created(rule, "events:PutRule", R"({"Name": "nightly"})"),
            ArnOf("events", "rule/nightly"));
  EXPECT_EQ(Created(rule, "events:PutRule", R"({"Name": "nightly", "EventBusName": "default"})"),
            ArnOf("events", "rule/nightly"));
  EXPECT_EQ(Created(rule, "events:PutRule", R"({"Name": "nightly", "EventBusName": "shop"})"),
            ArnOf("events", "rule/shop/nightly"));
  EXPECT_EQ(Created(rule, "events:PutRule",
                    "{\"Name\": \"nightly\", \"EventBusName\": \"\xFF\xFF\xFF\"}"),
            "any of " + ArnOf("events", "rule/*/nightly") + ", " + ArnOf("events", "rule/nightly"));
  // Of an action on either, too.
  EXPECT_EQ(Created(rule, "events:PutTargets", R"({"Name": "nightly"})"),
            ArnOf("events", "rule/nightly"));
  EXPECT_EQ(Created(rule, "events:PutTargets", R"({"Name": "nightly", "EventBusName": "shop"})"),
            ArnOf("events", "rule/shop/nightly"));
  EXPECT_EQ(Created(rule, "events:PutTargets",
                    "{\"Name\": \"nightly\", \"EventBusName\": \"\xFF\xFF\xFF\"}"),
            "any of " + ArnOf("events", "rule/*/nightly") + ", " + ArnOf("events", "rule/nightly"));
  // In each scope.
  for (const std::string action : {"events:PutRule", "events:PutTargets", "events:TagResource"}) {
    EXPECT_THAT(Create(rule, {action}, R"({"Name": "nightly"})"),
                ElementsAre(action + " on " + ArnOf("events", "rule/nightly") + " (named)"));
  }
  // Another rule that it names is none of its own.
  EXPECT_THAT(Create(rule, {"events:PutTargets"},
                     R"({"Name": "nightly", "Targets": [{"Arn": ")" +
                         ArnOf("events", "rule/shop/other") + R"("}]})"),
              ElementsAre("events:PutTargets on " + ArnOf("events", "rule/nightly") + " (named)"));
  // Two ARNs that the source has in one text; only one is of REST APIs.
  EXPECT_EQ(Created("AWS::ApiGateway::Stage", "apigateway:PATCH",
                    R"({"RestApiId": "abc123", "StageName": "prod"})"),
            "arn:aws:apigateway:us-east-1::/restapis/abc123/stages/prod");
  EXPECT_EQ(Created("AWS::ApiGatewayV2::Authorizer", "apigateway:PATCH", R"({"ApiId": "a"})"),
            "arn:aws:apigateway:us-east-1::/apis/a/authorizers/*");
}

TEST(OwnName, IsWithinItsPath) {
  const std::string at = "arn:aws:iam::111122223333:role/";
  EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole", R"({"RoleName": "r"})"), at + "r");
  EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole", R"({"RoleName": "r", "Path": "/"})"),
            at + "r");
  EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole", R"({"RoleName": "r", "Path": "/a/b/"})"),
            at + "a/b/r");
  for (const char* none : {"\"\"", "null"}) {
    EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole",
                      std::string(R"({"RoleName": "r", "Path": )") + none + "}"),
              at + "r");
  }
  for (const char* unknown : {"\"Path\": \"\xFF\xFF\xFF\"", "\"Path\": 5", "\xFF\xFF\xFF"}) {
    EXPECT_EQ(Created("AWS::IAM::Role", "iam:CreateRole",
                      std::string("{\"RoleName\": \"r\", ") + unknown + "}"),
              at + "*r");
  }
}

TEST(OwnName, IsThatOfItsIdentifier) {
  const auto deleted = [](const std::string& type, const std::string& action,
                          const std::string& identifier, const Lines& primary) {
    return Of(Call::kDelete, type, {{Handler::Delete, {action}}},
              {.identifier = identifier, .scope = Scope::kStrict, .primary_identifier = primary});
  };
  EXPECT_THAT(deleted("AWS::Kinesis::Stream", "kinesis:DeleteStream", "clicks", {"/Name"}),
              ElementsAre("kinesis:DeleteStream on " + ArnOf("kinesis", "stream/clicks") +
                          " (identifier)"));
  // Tags are taken from this one, whatever else has tags.
  EXPECT_THAT(deleted("AWS::Kinesis::Stream", "kinesis:UntagResource", "clicks", {"/Name"}),
              ElementsAre("kinesis:UntagResource on " + ArnOf("kinesis", "stream/clicks") +
                          " (identifier)"));
  const std::string rule = ArnOf("events", "rule/shop/nightly");
  EXPECT_THAT(deleted("AWS::Events::Rule", "events:DeleteRule", rule, {"/Arn"}),
              ElementsAre("events:DeleteRule on " + rule + " (identifier)"));
  const std::string service = ArnOf("ecs", "service/main/till");
  EXPECT_THAT(deleted("AWS::ECS::Service", "ecs:DeleteService", service + "|main",
                      {"/ServiceArn", "/Cluster"}),
              ElementsAre("ecs:DeleteService on " + service + " (identifier)"));
  for (const std::string& other :
       {ArnOf("ecs", "cluster/main"), std::string("main"), std::string()}) {
    EXPECT_THAT(deleted("AWS::ECS::Service", "ecs:DeleteService", other + "|" + service,
                        {"/Cluster", "/ServiceArn"}),
                ElementsAre("ecs:DeleteService on " + service + " (identifier)"))
        << other;
  }
}

// What a handler enumerates with the model's own name.
TEST(OwnName, IsAskedForWhereHandlersAreKnownToUseIt) {
  EXPECT_EQ(Created("AWS::RDS::DBInstance", "rds:DescribeDBInstances",
                    R"({"DBInstanceIdentifier": "test1"})"),
            ArnOf("rds", "db:test1"));
  EXPECT_EQ(Created("AWS::Logs::MetricFilter", "logs:DescribeMetricFilters",
                    R"({"LogGroupName": "/till/app"})"),
            ArnOf("logs", "log-group:/till/app*"));
  // Of others that is not known.
  EXPECT_THAT(Read("AWS::IVS::Stage", {"ivs:ListStages"}, ArnOf("ivs", "stage/a"), kStrict),
              ElementsAre("ivs:ListStages on any of " + ArnOf("ivs", "stage/*") + ", " +
                          ArnOf("ivs", "stage/a") + " (enumerates)"));
}

TEST(Named, IsWhatPropertiesNameAtAnyDepth) {
  const std::string type = "AWS::EC2::Instance";
  const std::string wide = Created(type, "ec2:RunInstances", R"({
    "ImageId": "ami-1", "KeyName": "ops", "NetworkInterfaces": [{"SubnetId": "subnet-1"}],
    "SecurityGroupIds": ["sg-1", "sg-2"]})");
  for (const char* part : {"key-pair/ops", "subnet/subnet-1", "security-group/sg-1",
                           "security-group/sg-2", "instance/*", "network-interface/*"}) {
    EXPECT_NE(wide.find(ArnOf("ec2", part)), std::string::npos) << part << " in " << wide;
  }
  EXPECT_NE(wide.find("arn:aws:ec2:us-east-1::image/ami-1"), std::string::npos) << wide;
  // Neither is set, and nothing else may say it.
  for (const char* part : {"launch-template", "placement-group", "snapshot"}) {
    EXPECT_EQ(wide.find(part), std::string::npos) << part << " in " << wide;
  }
  const std::string with = Created(type, "ec2:RunInstances", R"({
    "LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "1"}})");
  EXPECT_NE(with.find(ArnOf("ec2", "launch-template/lt-1")), std::string::npos) << with;
  // What is not known may be one.
  EXPECT_NE(Created(type, "ec2:RunInstances", "{\"KeyName\": \xFF\xFF\xFF}")
                .find(ArnOf("ec2", "key-pair/*")),
            std::string::npos);
  EXPECT_NE(Created(type, "ec2:RunInstances", "{\"Key\xFF\xFF\xFF\": 1}")
                .find("perhaps " + ArnOf("ec2", "key-pair/*")),
            std::string::npos);
  EXPECT_EQ(Created(type, "ec2:RunInstances", R"({"Key": 1})").find("key-pair"), std::string::npos);
  // A launch template may name a key.
  EXPECT_NE(with.find("perhaps " + ArnOf("ec2", "key-pair/*")), std::string::npos) << with;
}

TEST(Named, IsGrantedAsFarAsItMayBe) {
  const Lines lines = Create("AWS::EC2::Instance", {"ec2:RunInstances"}, R"({"ImageId": "ami-1"})");
  ASSERT_EQ(lines.size(), 1U);
  // No property tells; the reference says that it may be.
  EXPECT_NE(lines[0].find(ArnOf("ec2", "volume/*")), std::string::npos) << lines[0];
  // A property would tell.
  EXPECT_EQ(lines[0].find("key-pair"), std::string::npos) << lines[0];
  // The reference marks it, so that a default is asked for.
  EXPECT_NE(lines[0].find(ArnOf("ec2", "security-group/*")), std::string::npos) << lines[0];
}

TEST(Named, IsNothingThatNoPropertyNames) {
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, R"({"ServiceName": "s"})", kStrict),
              IsEmpty());
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, R"({"ServiceName": "s"})"), IsEmpty());
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, R"({"Role": "r"})", kStrict),
              testing::SizeIs(1));
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, "{\"A\": 1, \xFF\xFF\xFF}", kStrict),
              testing::SizeIs(1));
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, "{\"A\": \xFF\xFF\xFF}", kStrict),
              testing::SizeIs(1));
  // Below a hundred levels nothing is looked for.
  const auto nested = [](size_t depth) {
    return R"({"A": )" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, nested(100), kStrict), IsEmpty());
  EXPECT_THAT(Create("AWS::ECS::Service", {"iam:PassRole"}, nested(101), kStrict),
              testing::SizeIs(1));
  // Without a property, the handler leaves the action alone.
  const std::string monitoring = "kinesis:EnableEnhancedMonitoring";
  EXPECT_THAT(Create("AWS::Kinesis::Stream", {monitoring}, R"({"Name": "s"})", kStrict), IsEmpty());
  EXPECT_THAT(Create("AWS::Kinesis::Stream", {monitoring},
                     R"({"Name": "s", "DesiredShardLevelMetrics": ["ALL"]})", kStrict),
              testing::SizeIs(1));
  EXPECT_THAT(
      Create("AWS::Kinesis::Stream", {monitoring}, "{\"Name\": \"s\", \xFF\xFF\xFF}", kStrict),
      testing::SizeIs(1));
  EXPECT_THAT(Create("AWS::Kinesis::Stream", {monitoring}, R"({"Name": "s"})"), IsEmpty());
  EXPECT_THAT(Create("AWS::IAM::ManagedPolicy", {"iam:AttachUserPolicy", "iam:AttachRolePolicy"},
                     R"({"Roles": ["app"]})"),
              testing::SizeIs(1));
}

// SchemaArn is known to name schemas, SchemaName is not.
TEST(Named, MayBeBySomeOtherPropertyWhatAnActionRequires) {
  const Lines lines = Create("AWS::Glue::SchemaVersion", {"glue:RegisterSchemaVersion"},
                             R"({"Schema": {"RegistryName": "r", "SchemaName": "s"}})", kStrict);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_NE(lines[0].find(ArnOf("glue", "registry/*")), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find("perhaps " + ArnOf("glue", "schema/*")), std::string::npos) << lines[0];
}

TEST(Named, MayBeAPartInsteadOfTheWhole) {
  const std::string service = R"({"ServiceName": "till", "Cluster": "main"})";
  EXPECT_EQ(Created("AWS::ECS::Service", "ecs:DescribeServiceDeployments", service),
            ArnOf("ecs", "service-deployment/main/till/*"));
  EXPECT_EQ(Created("AWS::Bedrock::Prompt", "bedrock:DeletePrompt", R"({"Name": "p"})"),
            ArnOf("bedrock", "prompt/*") + ", perhaps " + ArnOf("bedrock", "prompt/*:*"));
}

// Parts of the resource that an action may be on, those that it is called after, and others.
TEST(Named, IsTheResourceOrWhatTheActionIsCalledAfter) {
  const std::string application = ArnOf("appconfig", "application/*");
  const auto created = [](const std::string& action) {
    return Created("AWS::AppConfig::Application", "appconfig:" + action, "{}");
  };
  EXPECT_EQ(created("GetApplication"), application);
  EXPECT_EQ(created("DeleteEnvironment"),
            application + ", perhaps " + application + "/environment/*");
  EXPECT_EQ(created("GetDeployment"),
            application + "/environment/*/deployment/*, perhaps " + application + "/environment/*");
  EXPECT_EQ(created("ListDeployments"),
            application + ", perhaps " + application + "/environment/*");
  EXPECT_EQ(created("StartDeployment"),
            application + ", " + ArnOf("appconfig", "deploymentstrategy/*") + ", perhaps " +
                application + "/configurationprofile/*, perhaps " + application + "/environment/*");
  EXPECT_EQ(
      created("GetHostedConfigurationVersion"),
      application + "/configurationprofile/*, perhaps " + application + "/configurationprofile/*");
  // In the widest, all of it.
  EXPECT_THAT(
      Create("AWS::AppConfig::Application", {"appconfig:GetDeployment"}, "{}"),
      ElementsAre("appconfig:GetDeployment on " + application + ", " + application +
                  "/environment/*/deployment/*, " + application + "/environment/* (own-type)"));
}

// Of several types of which the resource is one, it is one.
TEST(Named, IsOneOfTheTypesThatTheResourceMayHave) {
  const std::string listener = "AWS::ElasticLoadBalancingV2::Listener";
  const auto form = [](const std::string& kind) {
    return ArnOf("elasticloadbalancing", "listener/" + kind + "/*/*/*");
  };
  EXPECT_EQ(Created(listener, "elasticloadbalancing:CreateRule", "{}"),
            "any of " + form("app") + ", " + form("net"));
  EXPECT_EQ(Created(listener, "elasticloadbalancing:DeleteListener", "{}"),
            "any of " + form("app") + ", " + form("gwy") + ", " + form("net"));
  EXPECT_THAT(Create(listener, {"elasticloadbalancing:CreateRule"}, "{}"),
              ElementsAre("elasticloadbalancing:CreateRule on " + form("app") + ", " + form("net") +
                          " (own-type)"));
}

TEST(Named, IsALinkedRoleOfServices) {
  EXPECT_EQ(Created("AWS::ECS::Service", "iam:CreateServiceLinkedRole", "{}"),
            "arn:aws:iam::111122223333:role/aws-service-role/*/*");
}

}  // namespace
}  // namespace stackql::iam
