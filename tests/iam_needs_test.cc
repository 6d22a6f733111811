// The IAM actions that operations need, and on which resources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "iam/needs.h"
#include "snapshot/snapshot_objects.h"
#include "support/asked_needs.h"

namespace stackql::iam {
namespace {

using snapshot::Handler;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Asked;
using testing_support::Create;
using testing_support::Given;
using testing_support::Handlers;
using testing_support::Of;
using testing_support::Read;
using Texts = testing_support::Lines;

TEST(Needs, BeginWithTheCallItself) {
  const std::map<Call, std::string> actions = {
      {Call::kCreate, "cloudformation:CreateResource"},
      {Call::kRead, "cloudformation:GetResource"},
      {Call::kUpdate, "cloudformation:UpdateResource"},
      {Call::kDelete, "cloudformation:DeleteResource"},
      {Call::kList, "cloudformation:ListResources"},
      {Call::kRequestStatus, "cloudformation:GetResourceRequestStatus"},
      {Call::kListRequests, "cloudformation:ListResourceRequests"},
      {Call::kCancelRequest, "cloudformation:CancelResourceRequest"},
      {Call::kTags, "tag:GetResources"}};
  for (const auto& entry : actions) {
    const Asked asked(entry.first, "AWS::S3::Bucket", {}, {});
    EXPECT_THAT(asked.FrontDoor(), ElementsAre(entry.second + " on *"));
    EXPECT_EQ(asked.needs.known.at(0).region, "us-east-1");
  }
  for (const char* unknown : {"us-\xFF\xFF\xFF-1", "\xFF\xFF\xFF"}) {
    const Asked asked(Call::kRead, "AWS::S3::Bucket", {}, {.region = unknown});
    EXPECT_EQ(asked.needs.known.at(0).region, "");
  }
  const Asked tags(Call::kTags, "", {}, {});
  EXPECT_EQ(tags.needs.known.at(0).reason, Reason::kStarOnly);
  EXPECT_EQ(tags.needs.unresolved, "");
  const Asked create(Call::kCreate, "AWS::S3::Bucket", {}, {});
  EXPECT_EQ(create.needs.known.at(0).reason, Reason::kCloudControl);
}

TEST(Needs, AreThoseOfTheHandlersThatTheCallRuns) {
  const Handlers handlers = {{Handler::Create, {"s3:CreateBucket"}},
                             {Handler::Read, {"s3:GetBucketTagging"}},
                             {Handler::Update, {"s3:PutBucketTagging", "s3:GetBucketTagging"}},
                             {Handler::Delete, {"s3:DeleteBucket"}},
                             {Handler::List, {"s3:ListAllMyBuckets"}}};
  const Given given = {.identifier = "b"};
  const std::string on = " on arn:aws:s3:::b (identifier)";
  EXPECT_THAT(Of(Call::kCreate, "AWS::S3::Bucket", handlers, {}),
              ElementsAre("s3:CreateBucket on arn:aws:s3:::* (own-type)",
                          "s3:PutBucketAcl on arn:aws:s3:::* (linked)"));
  EXPECT_THAT(Of(Call::kRead, "AWS::S3::Bucket", handlers, given),
              ElementsAre("s3:GetBucketTagging" + on));
  EXPECT_THAT(Of(Call::kDelete, "AWS::S3::Bucket", handlers, given),
              ElementsAre("s3:DeleteBucket" + on));
  EXPECT_THAT(Of(Call::kList, "AWS::S3::Bucket", handlers, {}),
              ElementsAre("s3:ListAllMyBuckets on * (star-only)"));
  // An update reads first; what both need is listed once.
  const Asked update(Call::kUpdate, "AWS::S3::Bucket", handlers, given);
  EXPECT_THAT(update.Written(),
              ElementsAre("s3:PutBucketTagging" + on, "s3:GetBucketTagging" + on));
  EXPECT_EQ(update.needs.known.back().handler, Handler::Update);
  EXPECT_THAT(Of(Call::kRequestStatus, "AWS::S3::Bucket", handlers, given), IsEmpty());
}

TEST(Needs, AreNotKnownWithoutTheDocuments) {
  const Asked asked(Call::kDelete, "AWS::S3::Bucket", {{Handler::Read, {"s3:ListBucket"}}}, {});
  EXPECT_EQ(asked.needs.unresolved,
            "the documents of 'AWS::S3::Bucket' do not list what its Delete handler needs");
  EXPECT_THAT(asked.Written(), IsEmpty());
  // An update lacks two handlers; the first is told.
  EXPECT_EQ(Asked(Call::kUpdate, "AWS::S3::Bucket", {}, {}).needs.unresolved,
            "the documents of 'AWS::S3::Bucket' do not list what its Update handler needs");
  const Asked untyped(Call::kRead, "AWS::S3::Bucket", {}, {.documented = false});
  EXPECT_EQ(untyped.needs.unresolved, "type 'AWS::S3::Bucket' is not in the catalog");
  EXPECT_THAT(untyped.FrontDoor(), ElementsAre("cloudformation:GetResource on *"));
  EXPECT_EQ(Asked(Call::kRead, "", {}, {.documented = false}).needs.unresolved,
            "the catalog has no type for 'awscc.test.things'");
}

TEST(Needs, HaveTheRoleThatIsHandedToCloudControl) {
  const Given given = {.context = {.service_role = "arn:aws:iam::111122223333:role/deploy"}};
  const Asked asked(Call::kRead, "AWS::S3::Bucket", {{Handler::Read, {}}}, given);
  EXPECT_THAT(asked.FrontDoor(),
              ElementsAre("cloudformation:GetResource on *",
                          "iam:PassRole on arn:aws:iam::111122223333:role/deploy"));
  EXPECT_EQ(asked.needs.known.at(1).for_service, "cloudformation.amazonaws.com");
  EXPECT_EQ(asked.needs.known.at(1).reason, Reason::kAsked);
  // Nothing runs under it where no handler does.
  const Asked status(Call::kRequestStatus, "", {}, given);
  EXPECT_THAT(status.FrontDoor(), ElementsAre("cloudformation:GetResourceRequestStatus on *"));
}

TEST(Needs, LeaveOutWhatIsNoAction) {
  const Asked asked(Call::kRead, "AWS::S3::Bucket",
                    {{Handler::Read,
                      {"s3", ":ListBucket", "s3:", "s3:List Bucket", "", " s3:ListAllMyBuckets ",
                       "s3:Lis?", "s3:List*", "a-b:C-d", "s3:REST.PUT.OBJECT", "s3:a_b", "s.3:A"}}},
                    {.identifier = "b"});
  EXPECT_THAT(asked.needs.left_out, ElementsAre("s3", ":ListBucket", "s3:", "s3:List Bucket", "",
                                                "s3:REST.PUT.OBJECT", "s3:a_b", "s.3:A"));
  EXPECT_THAT(asked.Written(),
              ElementsAre("s3:ListAllMyBuckets on * (star-only)", "s3:Lis? on * (uncatalogued)",
                          "s3:List* on * (uncatalogued)", "a-b:C-d on * (uncatalogued)"));
}

// The provider's documents and the registry do not list the same.
TEST(Needs, SayWhoListsThem) {
  const Asked asked(
      Call::kRead, "AWS::S3::Bucket",
      {{Handler::Read, {"s3:GetBucketTagging", "s3:GetBucketAcl", " xray:GetIndexes"}}},
      {.identifier = "b",
       .documents_only = {"s3:GetBucketAcl"},
       .registry_only = {" xray:GetIndexes"}});
  ASSERT_EQ(asked.needs.known.size(), 4U);
  EXPECT_EQ(asked.needs.known[1].listed_by, ListedBy::kAll);
  EXPECT_EQ(asked.needs.known[2].listed_by, ListedBy::kDocuments);
  EXPECT_EQ(asked.needs.known[3].listed_by, ListedBy::kRegistry);
  EXPECT_EQ(asked.needs.known[3].action, "xray:GetIndexes");
}

TEST(Needs, SayWhatIsKnownOfAnEntry) {
  const Asked asked(Call::kRead, "AWS::S3::Bucket",
                    {{Handler::Read,
                      {"S3:listbucket", "s3:ListEverything", "nosuch:Thing", "s3:Get*",
                       "s3:HeadObject", "s3:PutBucketEncryption", "noservice:NoAction"}}},
                    {.identifier = "b"});
  Texts known;
  for (const Need& need : asked.needs.known) {
    if (need.cloud_control) continue;
    known.push_back(need.action + " " + std::to_string(static_cast<int>(need.status)));
  }
  const auto with = [](const std::string& action, ListingStatus status) {
    return action + " " + std::to_string(static_cast<int>(status));
  };
  EXPECT_THAT(known, ElementsAre(with("s3:ListBucket", ListingStatus::kListed),
                                 with("s3:ListEverything", ListingStatus::kUnlisted),
                                 with("nosuch:Thing", ListingStatus::kUnknownService),
                                 with("s3:Get*", ListingStatus::kWildcard),
                                 with("s3:GetObject", ListingStatus::kRepaired),
                                 with("s3:HeadObject", ListingStatus::kUnlisted),
                                 with("s3:PutEncryptionConfiguration", ListingStatus::kRepaired),
                                 with("s3:PutBucketEncryption", ListingStatus::kUnlisted)));
}

TEST(Needs, AddWhatAListedActionNeeds) {
  const Asked asked(
      Call::kUpdate, "AWS::Lambda::Function",
      {{Handler::Update, {"lambda:GetFunction"}}, {Handler::Read, {"lambda:GetFunction"}}},
      {.identifier = "f"});
  ASSERT_THAT(asked.Written(), ElementsAre(testing::HasSubstr("lambda:GetFunction"),
                                           testing::HasSubstr("lambda:ListTags on")));
  const Need& added = asked.needs.known.back();
  EXPECT_EQ(added.status, ListingStatus::kImplied);
  EXPECT_EQ(added.added_for, "lambda:GetFunction");
  EXPECT_EQ(added.handler, Handler::Read);
}

// Only of the calls that may set them; one that only tags is not made without tags.
TEST(Needs, SayWhichTagsTheirRequestsMaySet) {
  const auto told = [](const std::string& desired) {
    const Asked asked(Call::kCreate, "AWS::IVS::Stage",
                      {{Handler::Create, {"ivs:CreateStage", "ivs:TagResource", "ivs:GetStage"}}},
                      {.desired = desired, .tags = "/Tags"});
    std::string text;
    for (const Need& need : asked.needs.known) {
      if (need.cloud_control) continue;
      text += need.request_tags ? std::to_string(need.request_tags->values.size()) + " " : "- ";
    }
    return text;
  };
  EXPECT_EQ(told(R"({"Name": "a"})"), "0 - - ");
  EXPECT_EQ(told(R"({"Tags": [{"Key": "a", "Value": "b"}]})"), "1 1 - ");
  EXPECT_EQ(told("{\"Tags\": \"\xFF\xFF\xFF\"}"), "- - - ");
}

TEST(Needs, PassRolesToTheServiceOfTheType) {
  const Asked asked(Call::kCreate, "AWS::Lambda::Function", {{Handler::Create, {"iam:PassRole"}}},
                    {.desired = R"({"Role": "arn:aws:iam::111122223333:role/r"})"});
  ASSERT_EQ(asked.needs.known.size(), 2U);
  EXPECT_EQ(asked.needs.known[1].for_service, "lambda.amazonaws.com");
  EXPECT_THAT(asked.Written(),
              ElementsAre("iam:PassRole on arn:aws:iam::111122223333:role/r (linked)"));
}

// EC2 has another principal in China; of the other services there it is not known.
TEST(Needs, PassRolesToAnyServiceInChina) {
  const auto for_service = [](const std::string& region, const std::string& partition) {
    const Given given = {.region = region,
                         .desired = R"({"IamInstanceProfile": "p"})",
                         .context = {.partition = partition}};
    const Asked asked(Call::kCreate, "AWS::EC2::Instance", {{Handler::Create, {"iam:PassRole"}}},
                      given);
    return asked.needs.known.at(1).for_service;
  };
  EXPECT_EQ(for_service("eu-west-1", ""), "ec2.amazonaws.com");
  EXPECT_EQ(for_service("us-gov-west-1", ""), "ec2.amazonaws.com");
  EXPECT_EQ(for_service("cn-north-1", ""), "");
  EXPECT_EQ(for_service("", "aws-cn"), "");
}

TEST(OwnResource, IsNamedByItsCreation) {
  const std::string type = "AWS::S3::Bucket";
  const Texts action = {"s3:CreateBucket"};
  EXPECT_THAT(Create(type, action, R"({"BucketName": "data"})"),
              ElementsAre("s3:CreateBucket on arn:aws:s3:::data (named)"));
  EXPECT_THAT(Create(type, action, "{\"BucketName\": \"a-\xFF\xFF\xFF-b\"}"),
              ElementsAre("s3:CreateBucket on arn:aws:s3:::a-*-b (named)"));
  for (const char* unnamed : {"{}", R"({"BucketName": null})", "[]", R"("data")"}) {
    EXPECT_THAT(Create(type, action, unnamed),
                ElementsAre("s3:CreateBucket on arn:aws:s3:::* (own-type)"))
        << unnamed;
  }
}

TEST(OwnResource, IsTheOneOfItsIdentifier) {
  const Texts action = {"s3:GetBucketTagging"};
  const std::string type = "AWS::S3::Bucket";
  EXPECT_THAT(Read(type, action, "data"),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::data (identifier)"));
  EXPECT_THAT(Read(type, action, "arn:aws:s3:::data"),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::data (identifier)"));
  EXPECT_THAT(Read(type, action, "arn:aws:sqs:us-east-1:111122223333:data"),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  EXPECT_THAT(Read(type, action, "\xFF\xFF\xFF"),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  // Of two parts the first is the name.
  const Given two = {.primary_identifier = {"/BucketName", "/Other"}};
  EXPECT_THAT(Read(type, action, "data|other", two),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::data (identifier)"));
  EXPECT_THAT(Read(type, action, "a-\xFF\xFF\xFF-b|other", two),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::a-*-b (identifier)"));
  EXPECT_THAT(Read(type, action, "|other", two),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  EXPECT_THAT(Read(type, action, "other|data", {.primary_identifier = {"/Other", "/BucketName"}}),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::data (identifier)"));
  EXPECT_THAT(Read(type, action, "arn:aws:sqs:us-east-1:111122223333:q|data",
                   {.primary_identifier = {"/BucketName", "/Other"}}),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  EXPECT_THAT(Read(type, action, "data", {.primary_identifier = {}}),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  EXPECT_THAT(Read(type, action, "data", {.documented = false}), IsEmpty());
  EXPECT_THAT(Read(type, action, "data|other|more", two),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::* (own-type)"));
  EXPECT_THAT(Read(type, action, "a\xFF\xFF\xFF"),
              ElementsAre("s3:GetBucketTagging on arn:aws:s3:::a* (identifier)"));
}

TEST(OwnResource, StandsInItsRegionAndAccount) {
  const std::string type = "AWS::IVS::Stage";
  const Texts action = {"ivs:GetStage"};
  const auto read = [&](const std::string& region, const AwsContext& context) {
    const Texts lines =
        Of(Call::kRead, type, {{Handler::Read, action}}, {.region = region, .context = context});
    return lines.size() == 1 ? lines[0] : "not one";
  };
  const auto at = [](const std::string& place) {
    return "ivs:GetStage on arn:" + place + ":stage/* (own-type)";
  };
  EXPECT_EQ(read("eu-west-1", {.account = "111122223333"}), at("aws:ivs:eu-west-1:111122223333"));
  EXPECT_EQ(read("eu-west-1", {}), at("aws:ivs:eu-west-1:*"));
  // Views carry that region where a SELECT names none.
  EXPECT_EQ(read("", {.region = "eu-west-1"}), at("aws:ivs:us-east-1:*"));
  EXPECT_THAT(Of(Call::kList, type, {{Handler::List, action}}, {.region = "", .context = {}}),
              ElementsAre(at("aws:ivs:us-east-1:*")));
  EXPECT_THAT(Of(Call::kDelete, type, {{Handler::Delete, action}}, {.region = "", .context = {}}),
              ElementsAre(at("aws:ivs:*:*")));
  EXPECT_EQ(read("us-\xFF\xFF\xFF-1", {}), at("aws:ivs:*:*"));
  EXPECT_EQ(read("\xFF\xFF\xFF", {}), at("aws:ivs:*:*"));
  EXPECT_EQ(read("\xFF\xFF\xFF", {.region = "eu-west-1"}), at("aws:ivs:eu-west-1:*"));
  EXPECT_EQ(read("\xFF\xFF\xFF", {.partition = "aws-cn"}), at("aws-cn:ivs:*:*"));
  // A known region tells the partition.
  EXPECT_EQ(read("eu-west-1", {.partition = "aws-cn"}), at("aws:ivs:eu-west-1:*"));
  const std::map<std::string, std::string> partitions = {
      {"cn-north-1", "aws-cn"},        {"us-gov-west-1", "aws-us-gov"},
      {"eusc-de-east-1", "aws-eusc"},  {"us-iso-east-1", "aws-iso"},
      {"us-isob-east-1", "aws-iso-b"}, {"eu-isoe-west-1", "aws-iso-e"},
      {"us-isof-south-1", "aws-iso-f"}};
  for (const auto& [region, partition] : partitions) {
    EXPECT_EQ(read(region, {}), at(partition + ":ivs:" + region + ":*"));
  }
}

TEST(OwnResource, TakesTheSurroundingRegionForWritesOnly) {
  const auto create = [](const AwsContext& context) {
    return Create("AWS::IVS::Stage", {"ivs:CreateStage"}, "{}", {.region = "", .context = context});
  };
  EXPECT_THAT(create({}), ElementsAre("ivs:CreateStage on arn:aws:ivs:*:*:stage/* (own-type)"));
  EXPECT_THAT(create({.region = "eu-west-1"}),
              ElementsAre("ivs:CreateStage on arn:aws:ivs:eu-west-1:*:stage/* (own-type)"));
}

TEST(Scope, OfActionsThatNameNoResource) {
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:ListAllMyBuckets"}, "b"),
              ElementsAre("s3:ListAllMyBuckets on * (star-only)"));
}

TEST(Scope, IsAllIfThatWasAsked) {
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:GetBucketTagging", "x:Y"}, "b", {.scope = Scope::kStar}),
              ElementsAre("s3:GetBucketTagging on * (asked)", "x:Y on * (asked)"));
}

// To read something of a bucket is to ask for the bucket, not for what is part of it.
// The actions that are added, too.
TEST(Scope, IsAllOfAddedActions) {
  EXPECT_THAT(Create("AWS::S3::Bucket", {}, R"({"BucketName": "b", "AccessControl": "Private"})",
                     {.scope = Scope::kStar}),
              ElementsAre("s3:PutBucketAcl on * (asked)"));
}

TEST(Scope, OfActionsThatReadOneResource) {
  for (const Scope scope : {Scope::kSafe, Scope::kStrict}) {
    EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:GetBucketTagging"}, "data", {.scope = scope}),
                ElementsAre("s3:GetBucketTagging on arn:aws:s3:::data (identifier)"));
  }
}

// Some List-level actions are of one resource, as only their names tell.
TEST(Scope, OfListLevelActionsOfOneResource) {
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:ListBucket"}, "data"),
              ElementsAre("s3:ListBucket on arn:aws:s3:::data (identifier)"));
  EXPECT_THAT(
      Read("AWS::EC2::VPC", {"ec2:DescribeVpcAttribute"},
           "arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1"),
      ElementsAre("ec2:DescribeVpcAttribute on arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1 "
                  "(identifier)"));
  for (const char* action : {"iam:ListRolePolicies", "iam:ListAttachedRolePolicies"}) {
    EXPECT_THAT(
        Read("AWS::IAM::Role", {action}, "arn:aws:iam::111122223333:role/r"),
        ElementsAre(std::string(action) + " on arn:aws:iam::111122223333:role/r (identifier)"))
        << action;
  }
}

TEST(Scope, OfOtherListLevelActionsIsEachOfTheType) {
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:ListBucketVersions"}, "data"),
              ElementsAre("s3:ListBucketVersions on arn:aws:s3:::* (identifier)"));
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:ListBucketVersions"}, "data", {.scope = Scope::kStrict}),
              ElementsAre("s3:ListBucketVersions on arn:aws:s3:::data (identifier)"));
}

TEST(Scope, OfActionsThatReadACollection) {
  EXPECT_THAT(Of(Call::kList, "AWS::IVS::Stage", {{Handler::List, {"ivs:ListStages"}}}),
              ElementsAre("ivs:ListStages on * (enumerates)"));
  EXPECT_THAT(
      Of(Call::kList, "AWS::IVS::Stage", {{Handler::List, {"ivs:ListStages"}}},
         {.scope = Scope::kStrict}),
      ElementsAre("ivs:ListStages on arn:aws:ivs:us-east-1:111122223333:stage/* (enumerates)"));
}

// Each verb of List-level actions, with the plural of the type or of the resource.
TEST(Scope, OfActionsThatReadACollectionByTheirName) {
  const auto reads = [](const std::string& type, const std::string& action) {
    const Texts lines = Of(Call::kList, type, {{Handler::List, {action}}});
    return lines.size() == 1 && lines[0] == action + " on * (enumerates)";
  };
  EXPECT_TRUE(reads("AWS::NetworkManager::Device", "networkmanager:GetDevices"));
  EXPECT_TRUE(
      reads("AWS::NetworkFirewall::FirewallPolicy", "network-firewall:ListFirewallPolicies"));
  EXPECT_TRUE(reads("AWS::EFS::AccessPoint", "elasticfilesystem:DescribeAccessPoints"));
  EXPECT_TRUE(reads("AWS::EventSchemas::Schema", "schemas:SearchSchemas"));
  EXPECT_TRUE(reads("AWS::Amplify::Branch", "amplify:ListBranches"));
  EXPECT_TRUE(reads("AWS::S3::Bucket", "schemas:SearchSchemas"));
  EXPECT_FALSE(reads("AWS::S3::Bucket", "s3:ListBucketVersions"));
  // In the narrowest scope, the collection of the required or the own resources.
  const auto strict = [](const std::string& type, const std::string& action) {
    return Of(Call::kList, type, {{Handler::List, {action}}}, {.scope = Scope::kStrict}).at(0);
  };
  const std::string global = "arn:aws:networkmanager::111122223333:";
  EXPECT_EQ(strict("AWS::NetworkManager::Device", "networkmanager:GetDevices"),
            "networkmanager:GetDevices on " + global + "device/*/*, " + global +
                "global-network/* (enumerates)");
  EXPECT_EQ(strict("AWS::S3::Bucket", "networkmanager:GetDevices"),
            "networkmanager:GetDevices on " + global + "global-network/* (enumerates)");
  EXPECT_EQ(strict("AWS::S3::Bucket", "elasticfilesystem:DescribeAccessPoints"),
            "elasticfilesystem:DescribeAccessPoints on * (enumerates)");
}

// A handler asks some collections for one resource by its name.
TEST(Scope, OfActionsThatAskACollectionForOne) {
  const std::string at = "arn:aws:rds:us-east-1:111122223333:";
  const std::string desired = R"({"DBInstanceIdentifier": "i", "DBClusterIdentifier": "c"})";
  EXPECT_THAT(Create("AWS::RDS::DBInstance", {"rds:DescribeDBInstances", "rds:DescribeDBClusters"},
                     desired),
              ElementsAre("rds:DescribeDBInstances on " + at + "db:i (named)",
                          "rds:DescribeDBClusters on " + at + "cluster:* (linked)"));
}

TEST(Scope, OfOptionalResources) {
  // One of them is the operation's own.
  EXPECT_THAT(
      Create("AWS::IVS::Stage", {"ivs:TagResource"}, "{}"),
      ElementsAre("ivs:TagResource on arn:aws:ivs:us-east-1:111122223333:stage/* (own-type)"));
  // What the properties name.
  const std::string topic = "arn:aws:sns:us-east-1:111122223333:t";
  EXPECT_THAT(
      Create("AWS::S3::Bucket", {"sns:GetSubscriptionAttributes"}, R"({"A": ")" + topic + R"("})"),
      ElementsAre("sns:GetSubscriptionAttributes on " + topic + " (linked)"));
  for (const std::string identifier : {"data", "arn:aws:s3:::data"}) {
    EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:GetObject"}, identifier, {.scope = Scope::kStrict}),
                ElementsAre("s3:GetObject on arn:aws:s3:::data/* (identifier)"));
  }
  // An object of the operation's own bucket.
  EXPECT_THAT(Read("AWS::S3::Bucket", {"s3:GetObject"}, "data"),
              ElementsAre("s3:GetObject on arn:aws:s3:::data/* (identifier)"));
  // None of them is told.
  EXPECT_THAT(Read("AWS::S3::Bucket", {"ivs:TagResource"}, "data"),
              ElementsAre("ivs:TagResource on * (optional-only)"));
}

TEST(Scope, OfOtherResourcesIsWhatPropertiesName) {
  const std::string key = "arn:aws:kms:us-east-1:111122223333:key/k";
  const std::string type = "AWS::Logs::LogGroup";
  EXPECT_THAT(Create(type, {"kms:DescribeKey"}, R"({"KmsKeyId": ")" + key + R"("})"),
              ElementsAre("kms:DescribeKey on " + key + " (linked)"));
  EXPECT_THAT(Create(type, {"kms:DescribeKey"},
                     R"({"A": [{"KmsKeyId": ")" + key + R"("}, {"B": ")" + key + R"(2"}], "C": ")" +
                         key + "\"}"),
              ElementsAre("kms:DescribeKey on " + key + ", " + key + "2 (linked)"));
  EXPECT_THAT(
      Create(type, {"kms:DescribeKey"},
             R"({"LogGroupName": "g", "Q": "arn:aws:sqs:us-east-1:111122223333:q", "K": ")" + key +
                 "\"}"),
      ElementsAre("kms:DescribeKey on " + key + " (linked)"));
  const std::string any =
      "kms:DescribeKey on arn:aws:kms:us-east-1:111122223333:key/* (other-type)";
  EXPECT_THAT(Create(type, {"kms:DescribeKey"}, R"({"KmsKeyId": "k"})"), ElementsAre(any));
  EXPECT_THAT(Create(type, {"kms:DescribeKey"},
                     R"({"KmsKeyId": "arn:aws:sqs:us-east-1:111122223333:key/k"})"),
              ElementsAre(any));
  // There may be more.
  EXPECT_THAT(Create(type, {"kms:DescribeKey"}, R"({"KmsKeyId": ")" + key + "\", \xFF\xFF\xFF}"),
              ElementsAre(any));
  EXPECT_THAT(Of(Call::kUpdate, type, {{Handler::Update, {"kms:DescribeKey"}}, {Handler::Read, {}}},
                 {.desired = R"({"KmsKeyId": ")" + key + R"("})", .identifier = "g"}),
              ElementsAre(any));
}

// A security group may be created in a network, which VpcId names.
TEST(Scope, OfOptionalResourcesIsWhatPropertiesMayName) {
  const std::string type = "AWS::EC2::SecurityGroup";
  const Texts action = {"ec2:CreateSecurityGroup"};
  const std::string at = "arn:aws:ec2:us-east-1:111122223333:";
  const std::string own = "ec2:CreateSecurityGroup on " + at + "security-group/*";
  EXPECT_THAT(Create(type, action, R"({"GroupDescription": "a"})"),
              ElementsAre(own + " (own-type)"));
  const std::string any = own + ", " + at + "vpc/* (own-type)";
  EXPECT_THAT(Create(type, action, R"({"VpcId": "vpc-1"})"),
              ElementsAre(own + ", " + at + "vpc/vpc-1 (own-type)"));
  EXPECT_THAT(Create(type, action, "{\"GroupDescription\": \"a\", \xFF\xFF\xFF}"),
              ElementsAre(any));
  EXPECT_THAT(Create(type, action, "{\"VpcId\": \"vpc-\xFF\xFF\xFF\"}"),
              ElementsAre(own + ", " + at + "vpc/vpc-* (own-type)"));
  for (const char* other : {"vpc:1", "a/vpc-1", "arn:aws:s3:::b"}) {
    EXPECT_THAT(Create(type, action, R"({"VpcId": ")" + std::string(other) + "\"}"),
                ElementsAre(testing::StartsWith(own)))
        << other;
  }
  EXPECT_THAT(Create(type, action, R"({"VpcId": "vpc:1"})"), ElementsAre(any));
  EXPECT_THAT(Create(type, action, R"({"VpcId": ["vpc-1", "vpc:1"]})"), ElementsAre(any));
  EXPECT_THAT(Create(type, action, R"({"VpcId": ")" + at + R"(vpc/vpc-1"})"),
              ElementsAre(own + ", " + at + "vpc/vpc-1 (own-type)"));
  EXPECT_THAT(Of(Call::kCreate, type, {{Handler::Create, action}}), ElementsAre(any));
  EXPECT_THAT(
      Of(Call::kUpdate, type, {{Handler::Update, action}, {Handler::Read, {}}}, {.desired = "{}"}),
      ElementsAre(any));
  // What is required is asked for, whatever the properties are.
  EXPECT_THAT(Create("AWS::EC2::VPCCidrBlock", {"ec2:DeleteVpc"}, "{}"),
              ElementsAre("ec2:DeleteVpc on " + at + "vpc/* (other-type)"));
}

// The code of a function is an object of the bucket that is named.
TEST(Scope, OfObjectsIsTheBucketThatPropertiesName) {
  const Texts action = {"s3:GetObject"};
  const auto of = [&](const std::string& code) {
    return Create("AWS::Lambda::Function", action, R"({"Code": )" + code + "}");
  };
  EXPECT_THAT(of(R"({"S3Bucket": "b", "S3Key": "k"})"),
              ElementsAre("s3:GetObject on arn:aws:s3:::b/* (linked)"));
  EXPECT_THAT(of("{\"S3Bucket\": \"\xFF\xFF\xFF\", \"S3Key\": \"k\"}"),
              ElementsAre("s3:GetObject on arn:aws:s3:::*/* (linked)"));
  EXPECT_THAT(of(R"({"ZipFile": "x"})"), IsEmpty());
}

// Of several types of which none is the operation's own, the narrowest scope leaves open which.
TEST(Scope, OfOptionalResourcesLeavesOpenWhichInTheNarrowestScope) {
  const Asked strict(Call::kRead, "AWS::S3::Bucket", {{Handler::Read, {"ivs:TagResource"}}},
                     {.identifier = "b", .scope = Scope::kStrict});
  ASSERT_EQ(strict.needs.known.size(), 2U);
  const Need& need = strict.needs.known[1];
  EXPECT_THAT(need.resources, ElementsAre(Arn{{.kind = Piece::Kind::kUnsure, .text = "resource"}}));
  EXPECT_EQ(need.reason, Reason::kOptionalOnly);
}

TEST(Scope, OfActionsThatNobodyKnows) {
  EXPECT_THAT(Read("AWS::S3::Bucket", {"x:Y"}, "b"), ElementsAre("x:Y on * (uncatalogued)"));
  const Asked wide(Call::kRead, "AWS::S3::Bucket", {{Handler::Read, {"x:Y"}}}, {});
  EXPECT_THAT(wide.needs.known.at(1).resources, ElementsAre(StarArn()));
  const Asked strict(Call::kRead, "AWS::S3::Bucket", {{Handler::Read, {"x:Y"}}},
                     {.scope = Scope::kStrict});
  ASSERT_EQ(strict.needs.known.size(), 2U);
  EXPECT_THAT(strict.needs.known[1].resources,
              ElementsAre(Arn{{.kind = Piece::Kind::kUnsure, .text = "resource"}}));
  EXPECT_EQ(strict.needs.known[1].reason, Reason::kUncatalogued);
}

TEST(Scope, HasTheFormsThatAnArnMayHave) {
  const Texts lines =
      Create("AWS::Lambda::Function", {"lambda:CreateFunction"}, R"({"FunctionName": "f"})");
  const std::string arn = "arn:aws:lambda:us-east-1:111122223333:function:f";
  EXPECT_THAT(lines, ElementsAre("lambda:CreateFunction on " + arn + ", " + arn + ":* (named)"));
  const Asked strict(Call::kCreate, "AWS::Lambda::Function",
                     {{Handler::Create, {"lambda:CreateFunction"}}},
                     {.desired = R"({"FunctionName": "f"})", .scope = Scope::kStrict});
  ASSERT_EQ(strict.needs.known.size(), 2U);
  ASSERT_EQ(strict.needs.known[1].resources.size(), 1U);
  EXPECT_THAT(strict.needs.known[1].resources[0].back().forms, ElementsAre("", ":*"));
}

}  // namespace
}  // namespace stackql::iam
